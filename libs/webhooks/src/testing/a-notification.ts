import type { LogEvent, Notification } from '../messages/notification.js';

const orderId = 'b7c1f0de-4a52-5c07-9f0e-6d1c1d2f3a4b';

interface NotificationFields {
  readonly position: number;
  readonly order?: string;
  readonly storeId?: string;
  readonly event?: Notification['event'];
  readonly data?: LogEvent['data'];
  readonly status?: 'authorized' | 'pending';
  readonly remainingBefore?: number;
  /** The action of the command that wrote the event. */
  readonly action?: string;
}

/** A UUID whose last digits are the number: `uuidOf(7)` ends in `000000000007`. */
export const uuidOf = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A notification of a capture of 95.00 kr, unless the fields say otherwise. */
export const aNotification = (told: NotificationFields): Notification => ({
  event: told.event ?? 'order.captured',
  order: { orderNumber: '1001', currency: 'SEK', status: told.status ?? 'authorized' },
  ...(told.remainingBefore !== undefined && { remainingBefore: told.remainingBefore }),
  logged: {
    eventId: uuidOf(told.position),
    streamId: `order-${told.order ?? orderId}`,
    type: 'OrderPartCaptured',
    revision: told.position,
    position: BigInt(told.position),
    data: told.data ?? {
      orderId: told.order ?? orderId,
      captureId: uuidOf(77),
      amount: 9500,
      currency: 'SEK',
      outcome: 'settled',
      reference: 'ship-1',
      description: 'First parcel for Ada Lovelace',
    },
    metadata: {
      storeId: told.storeId ?? 'demo-se',
      recordedAt: '2026-11-20T10:00:00.000Z',
      correlationId: uuidOf(99),
      ...(told.action !== undefined && { action: told.action }),
    },
  },
});
