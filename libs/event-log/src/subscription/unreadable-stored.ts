import type { StoredEvent } from '../client/stored-event.js';
import { orderStreamPrefix } from '../order/stream-of.js';
import { isSettlementStream, settlementStreamIn } from '../settlement/settlement-stream-of.js';
import { loggedEvent } from './logged-event.js';

/** An event of an order or a settlement that cannot be read, and whose money it is as far as that can be told. */
export interface UnreadableStored {
  readonly streamId: string;
  /** Of an order's stream. */
  readonly orderId?: string;
  readonly storeId?: string;
  readonly currency?: string;
  readonly position: bigint;
  /** That of the event by which a stream is deleted is the largest there is. */
  readonly revision: bigint;
  readonly eventType: string;
  readonly reason: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const unreadableStored = (
  stored: StoredEvent,
  position: bigint,
  reason: string,
): UnreadableStored => {
  const { streamId, revision, type: eventType } = stored;
  return { streamId, ...ownerOf(stored), position, revision, eventType, reason };
};

const ownerOf = (
  stored: StoredEvent,
): Pick<UnreadableStored, 'orderId' | 'storeId' | 'currency'> => {
  const { streamId } = stored;
  if (isSettlementStream(streamId)) return settlementStreamIn(streamId);
  const orderId = streamId.slice(orderStreamPrefix.length);
  const logged = loggedEvent(stored);
  const currency = logged?.data['currency'];
  return {
    ...(uuid.test(orderId) && { orderId }),
    ...(logged && { storeId: logged.metadata.storeId }),
    ...(typeof currency === 'string' && { currency }),
  };
};
