import { ValidateBy } from 'class-validator';
import type { ValidationArguments } from 'class-validator';
import { Matching, OneOf } from '../fields/text.js';

const isPending = (authorization: unknown): boolean =>
  authorization instanceof AuthorizationRequest && authorization.status === 'pending';

/** A payment that is still pending holds no amount yet. */
const NotWhilePending = (): PropertyDecorator =>
  ValidateBy({
    name: 'notWhilePending',
    validator: {
      validate: (_value: unknown, context?: ValidationArguments) => !isPending(context?.object),
      defaultMessage: () => 'goes with the status authorized only',
    },
  });

/** How far the payment of a new order is (ledger.md, "Register"). */
export class AuthorizationRequest {
  @OneOf(['authorized', 'pending'])
  readonly status!: 'authorized' | 'pending';

  @Matching(/^[\x21-\x7e]{1,256}$/, {
    mustBe: '1 to 256 visible ASCII characters',
    optional: true,
    description: "The gateway's payment intent that holds the amount; with `authorized` only",
    example: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
  })
  @NotWhilePending()
  readonly paymentIntent?: string;
}
