import type { Rejected } from '../decision.js';
import type { OrderStatus } from '../order.js';
import { reject } from '../reject.js';

/** Only what is not captured can be authorised anew; a new authorisation opens an order that expired. */
export const statusAllowsReauthorization = (status: OrderStatus): Rejected | undefined => {
  switch (status) {
    case 'NotActivated':
    case 'PartActivated':
    case 'Expired':
      return undefined;
    case 'Activated':
      return reject('ORDER_ALREADY_CAPTURED', 'Nothing of the order is left to authorise anew.');
    case 'Pending':
    case 'Returned':
    case 'Closed':
      return reject('REAUTHORIZE_INVALID_INVOICE_STATUS', `The order is ${status}.`);
  }
};
