import { DescribedMoneyDto } from '../money/described-money.dto.js';

/** The body of `POST /manage/orders/{orderId}/refund` (walley.md, "Cancel, refund, reauthorize, extend"). */
export class RefundDto extends DescribedMoneyDto {}
