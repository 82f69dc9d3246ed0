import type { OrderIds } from '#ledger';
import { shapeError } from '../../../contract-kit/http-error.js';
import { orderIdOfPath } from '../requests/order-id.js';
import type { BulkCaptureRequest } from './bulk-capture.request.js';

type Address = Pick<BulkCaptureRequest, 'orderId' | 'store' | 'orderNumber'>;

/**
 * Which order a line is about. It may not be there, or be of another store; that is told when it is decided.
 *
 * @throws RefusedRequest 400 unless the line says it in exactly one way, 404 for an orderId that is no UUID
 */
export const orderIdOfLine = (
  { orderId, store, orderNumber }: Address,
  identity: { readonly orderIds: OrderIds },
): string => {
  if (orderId !== undefined && store === undefined && orderNumber === undefined) {
    return orderIdOfPath(orderId);
  }
  if (orderId === undefined && store !== undefined && orderNumber !== undefined) {
    return identity.orderIds.of(store, orderNumber);
  }
  const message = 'must be given, or else both store and orderNumber in its place';
  throw shapeError([{ path: ['orderId'], message }]);
};
