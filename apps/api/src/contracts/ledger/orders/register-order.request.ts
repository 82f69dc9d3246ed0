import { rowsMax } from '#ledger';
import type { PaymentMethod, SalesSegment } from '#ledger';
import type { JsonObject } from '../../../contract-kit/body/read-json.js';
import { CustomerRequest } from '../customers/customer.request.js';
import { Attributes } from '../fields/attributes.js';
import { Identifier } from '../fields/identifier.js';
import { Instant } from '../fields/instant.js';
import { Nested, Objects } from '../fields/nested-field.js';
import { oneLine } from '../fields/portable-patterns.js';
import { Matching, OneOf } from '../fields/text.js';
import { AuthorizationRequest } from './authorization.request.js';
import { OrderRowRequest } from './order-row.request.js';

/** The body of `POST /v1/orders`. */
export class RegisterOrderRequest {
  @Identifier({ example: 'demo-se' })
  readonly store!: string;

  @Matching(/^(?=\S)[^\p{C}\u2028\u2029]{1,128}(?<=\S)$/u, {
    mustBe: '1 to 128 visible characters, with spaces only in between',
    schema: oneLine(128),
    description: "The store's own number; unique in the store",
    example: '1001',
  })
  readonly orderNumber!: string;

  @Matching(/^[A-Z]{3}$/, {
    mustBe: 'an ISO 4217 code in capital letters',
    optional: true,
    description: "The store's if left out",
    example: 'SEK',
  })
  readonly currency?: string;

  @OneOf(['B2C', 'B2B'], { optional: true, description: "The store's if left out" })
  readonly salesSegment?: SalesSegment;

  @OneOf(['invoice', 'card'])
  readonly paymentMethod!: PaymentMethod;

  @Objects(() => OrderRowRequest, { most: rowsMax })
  readonly rows!: readonly OrderRowRequest[];

  @Nested(() => AuthorizationRequest)
  readonly authorization!: AuthorizationRequest;

  @Instant({ optional: true, description: '90 days from now if left out' })
  readonly expiresAt?: string;

  @Nested(() => CustomerRequest, {
    optional: true,
    description: 'Kept under a key of that person, which can be destroyed',
  })
  readonly customer?: CustomerRequest;

  @Attributes()
  readonly attributes?: JsonObject;
}
