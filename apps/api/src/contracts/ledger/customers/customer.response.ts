import { ApiPropertyOptional } from '@nestjs/swagger';
import type { OrderCustomer } from '#read-models';
import type { Plain } from '../../../contract-kit/plain.js';
import { CustomerRequest } from './customer.request.js';

/** Who bought, as it was registered; after an erasure only that there was somebody. */
export class CustomerResponse extends CustomerRequest {
  @ApiPropertyOptional({ enum: [true], description: 'The data were erased; nothing else is shown' })
  erased?: true;
}

export const customerResponse = (customer: OrderCustomer): Plain<CustomerResponse> =>
  customer.erased ? { erased: true } : customer.customer;
