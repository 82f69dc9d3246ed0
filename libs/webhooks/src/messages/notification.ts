/** What messages are about, and the events of the log that mean it. */
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

/** What a message about an event of the log is about; there is none about most types. */
export const webhookEventOf = (logType: string): WebhookEvent | undefined => byLogType.get(logType);

type Fields = Readonly<Record<string, unknown>>;

/** An event as the log holds it; what `LoggedEvent` of libs/event-log is. */
export interface LogEvent {
  readonly eventId: string;
  readonly streamId: string;
  readonly type: string;
  readonly revision: number;
  readonly position: bigint;
  readonly data: Fields;
  readonly metadata: Fields & { readonly storeId: string };
}

/** What an order's first event says and later ones do not repeat. */
export interface OrderFacts {
  readonly orderNumber: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Whether its payment was authorised together with its registration, or is still to be. */
  readonly status: 'authorized' | 'pending';
}

/** An event that a message is about, with what its order's first event says. */
export interface Notification {
  readonly event: WebhookEvent;
  readonly logged: LogEvent;
  /** Absent for settlements. */
  readonly order?: OrderFacts;
  /**
   * What was left to capture before a reauthorisation or an extension, minor units; absent of other
   * events.
   */
  readonly remainingBefore?: number;
}

/** Whether an order was authorised as it was registered: it was never on hold. */
export const isAuthorizedAtOnce = ({ event, logged }: Notification): boolean =>
  event === 'order.authorized' && logged.metadata['action'] === 'register';

/**
 * What a message says, beside its envelope. Ids and sums, nothing that names a person: what was
 * sent cannot be erased (domain.md, "Events"); who wants more reads the order by its id.
 */
export interface MessageFacts {
  readonly orderId?: string;
  readonly orderNumber?: string;
  readonly settlementId?: string;
  readonly number?: number;
  /** Minor units. */
  readonly amount?: number;
  /** What was left to capture before a reauthorisation, minor units. */
  readonly originalAmount?: number;
  /** Of a registration: whether the payment is authorised, or is still to be. */
  readonly status?: OrderFacts['status'];
  readonly currency?: string;
  readonly captureId?: string;
  readonly refundId?: string;
  readonly reauthorizationId?: string;
  /** As the caller of the action gave it. */
  readonly reference?: string;
  /** `settled`, or `requested` where a gateway has still to act. */
  readonly outcome?: string;
  readonly expiresAt?: string;
  /** Why the gateway refused a capture or a refund: its text and its code. */
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
 * A registration says its rows, a statement its total, an extension what is left; the others say
 * their amount.
 */
const amountIn = ({ event, logged: { data }, remainingBefore }: Notification): unknown => {
  if (event === 'order.created') return sumOf(data['rows']);
  if (event === 'order.extended') return remainingBefore;
  return event === 'settlement.created' ? data['total'] : data['amount'];
};

/** Facts that an event does not have are `undefined`, which JSON leaves out. */
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
