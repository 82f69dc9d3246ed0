import { Identifier } from '../fields/identifier.js';
import { Matching, Text } from '../fields/text.js';
import { CaptureRequest } from '../captures/capture.request.js';
import { visibleAscii } from '../requests/idempotency-key.js';

/** A line of `POST /v1/captures`: a capture, the order it is of, and the key under which it can be sent again. */
export class BulkCaptureRequest extends CaptureRequest {
  @Text({ optional: true, description: 'The order; or else `store` and `orderNumber`' })
  readonly orderId?: string;

  @Identifier({ optional: true, description: 'With `orderNumber`', example: 'demo-se' })
  readonly store?: string;

  @Text({ optional: true, description: 'With `store`', example: '1001' })
  readonly orderNumber?: string;

  @Matching(visibleAscii.pattern, {
    mustBe: visibleAscii.mustBe,
    description: 'Needed: a bulk that breaks half-way is sent again',
    example: 'k-1',
  })
  readonly idempotencyKey!: string;
}
