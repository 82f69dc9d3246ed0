import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Executed } from '#event-log';
import { orderKeyIn } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';
import { CommandAnswer } from '../requests/command-answer.js';
import type { RegisterOrderRequest } from './register-order.request.js';

class WooAttributes {
  @ApiProperty({
    description: 'The key with which a shop front end may pay the order',
    example: 'wc_order_Zb3k9',
  })
  orderKey!: string;
}

class RegisteredAttributes {
  @ApiProperty({ type: WooAttributes })
  woo!: WooAttributes;
}

/**
 * The answer to a registration. For a pending order it contains the order key, which is needed to
 * pay the order.
 */
export class RegistrationAnswer extends CommandAnswer {
  @ApiPropertyOptional({ type: RegisteredAttributes, description: 'Present for a pending order' })
  attributes?: RegisteredAttributes;
}

/**
 * The key of an order that was registered as pending, whether the ledger made the key or the caller
 * gave it.
 */
export const orderKeyOf = (
  executed: Executed,
  { authorization }: RegisterOrderRequest,
): Pick<Plain<RegistrationAnswer>, 'attributes'> => {
  if (executed.kind === 'rejected' || authorization.status !== 'pending') return {};
  const orderKey = orderKeyIn(executed.order.balance.attributes);
  return orderKey === undefined ? {} : { attributes: { woo: { orderKey } } };
};
