import { DescribedMoneyDto } from '../money/described-money.dto.js';

/** The body of `POST /manage/orders/{orderId}/refund` (walley.md, "Refund"). */
export class RefundDto extends DescribedMoneyDto {}
