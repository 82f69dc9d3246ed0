import { v5 as uuidV5 } from 'uuid';
import { actionIdOf } from '../identity/ids.js';
import { actionOf } from '../order/idempotency.js';
import type { OrderCommand } from '../order/order-commands.js';
import { demoOrderId, now } from './demo-order.js';

export interface Circumstances {
  readonly at?: string;
  readonly key?: string;
  readonly orderId?: string;
}

/** The fields of every command besides its own content. */
export const commandHead = (
  type: OrderCommand['type'],
  { at = now, key, orderId = demoOrderId }: Circumstances,
): Pick<OrderCommand, 'orderId' | 'at' | 'idempotencyKey' | 'actionId'> =>
  key === undefined
    ? { orderId, at, actionId: nextActionId() }
    : { orderId, at, idempotencyKey: key, actionId: actionIdOf(orderId, actionOf[type], key) };

let actionsMade = 0;

/** Each command without a key is an action of its own. */
const nextActionId = (): string => {
  actionsMade += 1;
  return uuidV5(String(actionsMade), demoOrderId);
};
