/** The webhook events, each with the types of log events that it reports. */
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

/** The webhook event that reports a log event of this type; most types are not reported. */
export const webhookEventOf = (logType: string): WebhookEvent | undefined => byLogType.get(logType);

type Fields = Readonly<Record<string, unknown>>;

/** An event as stored in the log, with the members of `LoggedEvent` of libs/event-log. */
export interface LogEvent {
  readonly eventId: string;
  readonly streamId: string;
  readonly type: string;
  readonly revision: number;
  readonly position: bigint;
  readonly data: Fields;
  readonly metadata: Fields & { readonly storeId: string };
}

/**
 * Facts from the first event of an order. Messages about later events repeat these facts, but the
 * later events do not contain them.
 */
export interface OrderFacts {
  readonly orderNumber: string;
  /** ISO 4217. */
  readonly currency: string;
  /** The state of the payment at the registration: authorised, or still to be authorised. */
  readonly status: 'authorized' | 'pending';
}

/**
 * An event of the log that has to be reported to webhooks, with further data for the message that
 * the event itself does not contain.
 */
export interface Notification {
  readonly event: WebhookEvent;
  readonly logged: LogEvent;
  /** Absent for settlements. */
  readonly order?: OrderFacts;
  /**
   * Only for a reauthorisation or an extension: the amount that could still be captured right
   * before this event, in minor units.
   */
  readonly remainingBefore?: number;
}

/**
 * True for the authorisation of an order that was registered and authorised by the same request, so
 * that the order never waited for its authorisation.
 */
export const isAuthorizedAtOnce = ({ event, logged }: Notification): boolean =>
  event === 'order.authorized' && logged.metadata['action'] === 'register';

/**
 * The content of a message, independent of its format. No member names a person, because a message
 * cannot be erased once it was sent (domain.md, "Events"). A receiver that needs more reads the
 * order by its id.
 */
export interface MessageFacts {
  readonly orderId?: string;
  readonly orderNumber?: string;
  readonly settlementId?: string;
  readonly number?: number;
  /** Minor units. */
  readonly amount?: number;
  /**
   * Only for a reauthorisation: the amount that could still be captured right before this event, in
   * minor units.
   */
  readonly originalAmount?: number;
  /** Only for a registration: the state of the payment, authorised or still to be authorised. */
  readonly status?: OrderFacts['status'];
  readonly currency?: string;
  readonly captureId?: string;
  readonly refundId?: string;
  readonly reauthorizationId?: string;
  /** The reference that the caller gave for this capture, refund or other action. */
  readonly reference?: string;
  /** `settled`, or `requested` if the gateway still has to perform the capture or refund. */
  readonly outcome?: string;
  readonly expiresAt?: string;
  /**
   * Only for a failed capture or refund: the gateway's text for the failure. `code` has the
   * gateway's code.
   */
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
 * The amount of a message: for a registration, the sum of its rows; for the statement of a
 * settlement, its total; for an extension, the amount that can still be captured; for all others,
 * the event's own amount.
 */
const amountIn = ({ event, logged: { data }, remainingBefore }: Notification): unknown => {
  if (event === 'order.created') return sumOf(data['rows']);
  if (event === 'order.extended') return remainingBefore;
  return event === 'settlement.created' ? data['total'] : data['amount'];
};

/**
 * The facts of an event. Facts that the event does not have are `undefined`, and JSON leaves them
 * out.
 */
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
