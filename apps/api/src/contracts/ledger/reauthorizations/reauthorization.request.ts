import { MoneyRequest } from '../money/money.request.js';

/** The body of `POST /v1/orders/{id}/reauthorizations`; `amount` is the new amount that is not captured. */
export class ReauthorizationRequest extends MoneyRequest {}
