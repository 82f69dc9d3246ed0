import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { GatewayFailure } from '#ledger';
import type { OrderView } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';

/** The reason that the gateway gave for refusing a payment. */
export class FailureResponse {
  @ApiPropertyOptional({ description: "The gateway's code", example: 'card_declined' })
  code?: string;

  @ApiProperty({ description: "The gateway's text", example: 'Your card was declined.' })
  reason!: string;
}

export const failureResponse = ({ code, reason }: GatewayFailure): Plain<FailureResponse> => ({
  ...(code !== undefined && { code }),
  reason,
});

/** The payment of a card order. */
export class PaymentResponse {
  @ApiProperty({
    enum: ['pending', 'authorized', 'lapsed', 'released'],
    description:
      '`lapsed`: the authorisation expired at the gateway. `released`: what was not captured was released',
  })
  status!: 'pending' | 'authorized' | 'lapsed' | 'released';

  @ApiPropertyOptional({
    description: 'The payment intent of the order, once it has one',
    example: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
  })
  paymentIntent?: string;

  @ApiPropertyOptional({
    description: 'The authorised amount, once the payment is authorised',
    example: 28500,
  })
  authorized?: number;

  @ApiPropertyOptional({
    type: FailureResponse,
    description: 'The reason of the last failed payment, while the order waits for a payment',
  })
  failure?: FailureResponse;
}

export const paymentMember = ({
  payment,
}: Pick<OrderView, 'payment'>): { readonly payment?: Plain<PaymentResponse> } => {
  if (payment === undefined) return {};
  const { status, paymentIntent, authorized, failure } = payment;
  return {
    payment: {
      status,
      ...(paymentIntent !== undefined && { paymentIntent }),
      ...(authorized !== undefined && { authorized }),
      ...(failure && { failure: failureResponse({ reason: failure.reason }) }),
    },
  };
};
