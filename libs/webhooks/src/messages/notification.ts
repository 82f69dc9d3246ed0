/** The webhook events, and the events of the log that they report. */
const logTypes = {
  'order.created': ['OrderRegistered'],
  'order.authorized': ['OrderAuthorized'],
  'order.captured': ['OrderCaptured', 'OrderPartCaptured', 'OrderItemsReplaced'],
  'capture.settled': ['CaptureSettled'],
  'capture.failed': ['CaptureFailed'],
  'order.cancelled': ['OrderCancelled'],
  'order.refunded': ['OrderRefunded'],
  'refund.failed': ['RefundFailed'],
  'order.reauthorized': ['OrderReauthorized'],
  'order.extended': ['OrderExtended'],
  'settlement.created': ['SettlementStated'],
} as const;

export type WebhookEvent = keyof typeof logTypes;

export const webhookEvents = Object.keys(logTypes) as readonly WebhookEvent[];

const byLogType: ReadonlyMap<string, WebhookEvent> = new Map(
  webhookEvents.flatMap((event) => logTypes[event].map((type) => [type, event] as const)),
);

/** The webhook event of an event of the log; most types have none. */
export const webhookEventOf = (logType: string): WebhookEvent | undefined => byLogType.get(logType);

type Fields = Readonly<Record<string, unknown>>;

/** An event in the log; the same shape as `LoggedEvent` of libs/event-log. */
export interface LogEvent {
  readonly eventId: string;
  readonly streamId: string;
  readonly type: string;
  readonly revision: number;
  readonly position: bigint;
  readonly data: Fields;
  readonly metadata: Fields & { readonly storeId: string };
}

/** Facts from the first event of an order, which later events do not repeat. */
export interface OrderFacts {
  readonly orderNumber: string;
  /** ISO 4217. */
  readonly currency: string;
  /** The state of the payment at registration: authorised, or still to be. */
  readonly status: 'authorized' | 'pending';
}

/** An event that a message reports, with the facts from the first event of its order. */
export interface Notification {
  readonly event: WebhookEvent;
  readonly logged: LogEvent;
  /** Absent for settlements. */
  readonly order?: OrderFacts;
  /**
   * The amount left to capture before a reauthorisation or an extension, in minor units; absent for
   * other events.
   */
  readonly remainingBefore?: number;
}

/** True if the order was authorised at its registration, so that it was never on hold. */
export const isAuthorizedAtOnce = ({ event, logged }: Notification): boolean =>
  event === 'order.authorized' && logged.metadata['action'] === 'register';

/**
 * The content of a message, without its envelope: ids and sums. No fact names a person, because a
 * sent message cannot be erased (domain.md, "Events"). Receivers read everything else from the
 * order by its id.
 */
export interface MessageFacts {
  readonly orderId?: string;
  readonly orderNumber?: string;
  readonly settlementId?: string;
  readonly number?: number;
  /** Minor units. */
  readonly amount?: number;
  /** The amount left to capture before a reauthorisation, in minor units. */
  readonly originalAmount?: number;
  /** For a registration: the state of the payment, authorised or still to be. */
  readonly status?: OrderFacts['status'];
  readonly currency?: string;
  readonly captureId?: string;
  readonly refundId?: string;
  readonly reauthorizationId?: string;
  /** The reference that the caller gave for the action. */
  readonly reference?: string;
  /** `settled`, or `requested` while the gateway still has to act. */
  readonly outcome?: string;
  readonly expiresAt?: string;
  /** The gateway's reason for a refusal of a capture or a refund: its text and its code. */
  readonly reason?: string;
  readonly code?: string;
}

const copied = [
  'orderId',
  'settlementId',
  'number',
  'captureId',
  'refundId',
  'reauthorizationId',
  'reference',
  'outcome',
  'expiresAt',
  'reason',
  'code',
] as const;

interface PricedRow {
  readonly unitPrice: number;
  readonly quantity: number;
}

const sumOf = (rows: unknown): number | undefined =>
  Array.isArray(rows)
    ? (rows as PricedRow[]).reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0)
    : undefined;

/**
 * The sum of the rows of a registration, the total of a statement, the rest of an extended order;
 * the amount of every other event.
 */
const amountIn = ({ event, logged: { data }, remainingBefore }: Notification): unknown => {
  if (event === 'order.created') return sumOf(data['rows']);
  if (event === 'order.extended') return remainingBefore;
  return event === 'settlement.created' ? data['total'] : data['amount'];
};

/** The facts of an event; those that it does not have are `undefined`, which JSON leaves out. */
export const messageFacts = (notification: Notification): MessageFacts => {
  const { data } = notification.logged;
  const { orderNumber, currency, status } = notification.order ?? {};
  return {
    ...Object.fromEntries(copied.map((name) => [name, data[name]])),
    orderNumber,
    status: notification.event === 'order.created' ? status : undefined,
    amount: amountIn(notification),
    originalAmount:
      notification.event === 'order.reauthorized' ? notification.remainingBefore : undefined,
    currency: data['currency'] ?? currency,
  } as MessageFacts;
};

export const unixSeconds = (at: Date): string => String(Math.floor(at.getTime() / 1000));
