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
  /** What was left to capture before a reauthorisation or an extension, minor units; absent of other events. */
  readonly remainingBefore?: number;
}

/** Whether an order was authorised as it was registered: it was never on hold. */
export const isAuthorizedAtOnce = ({ event, logged }: Notification): boolean =>
  event === 'order.authorized' && logged.metadata['action'] === 'register';
