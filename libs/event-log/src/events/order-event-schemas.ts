import type { OrderEvent } from '#ledger';

/** Lifts an event's data from one schema version to the next. */
export type Upcast = (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/**
 * Per event type, the way from each older schema version to the next: entry 0 lifts version 1 to 2, and so on. The
 * newest version of a type, which new events are written with, is therefore the number of entries plus one.
 */
export type EventSchemas = Readonly<Partial<Record<string, readonly Upcast[]>>>;

/** The compiler keeps this complete: an event type that is not listed cannot be read. */
export const orderEventSchemas = {
  OrderRegistered: [],
  OrderAuthorized: [],
  OrderAuthorizationFailed: [],
  OrderCaptured: [],
  OrderPartCaptured: [],
  OrderItemsReplaced: [],
  CaptureSettled: [],
  CaptureFailed: [],
  OrderCancelled: [],
  OrderRefunded: [],
  ReauthorizationRequested: [],
  ReauthorizationRejected: [],
  OrderReauthorized: [],
  OrderExtended: [],
  OrderExpired: [],
  RefundSettled: [],
  RefundFailed: [],
  AuthorizationReleased: [],
  TerminalIntentCreated: [],
  CustomerLinked: [],
} as const satisfies Record<OrderEvent['type'], readonly Upcast[]>;

/** The schema version that new events of a type are written with. */
export const newestVersion = (type: OrderEvent['type']): number =>
  orderEventSchemas[type].length + 1;
