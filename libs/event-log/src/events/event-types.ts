import type { OrderEvent, SettlementAction, SettlementEvent } from '#ledger';

/** Converts an event's data from one schema version to the next. */
export type Upcast = (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/**
 * For each event type, the conversions from each older schema version to the next: entry 0 converts
 * version 1 to 2. So the newest version, which new events get, is the number of entries plus one.
 */
export type EventSchemas = Readonly<Partial<Record<string, readonly Upcast[]>>>;

/**
 * Version 1 of some events calls the number of open captures `capturesStanding`, version 2
 * `openCaptures`.
 */
const openCapturesRenamed: Upcast = (data) => {
  const { capturesStanding, ...others } = data;
  return capturesStanding === undefined ? data : { ...others, openCaptures: capturesStanding };
};

/**
 * Converts `OrderAuthorized` from version 1 to 2 without a change. Version 2 may have a payment
 * method, which replaces the registered one, and data of version 1 are valid as version 2.
 */
const unchanged: Upcast = (data) => data;

/**
 * The upcasts (conversions to newer schema versions) of all order events. The compiler checks that
 * every event type is listed, because an event of any other type cannot be read.
 */
export const orderEventSchemas = {
  OrderRegistered: [],
  OrderAuthorized: [unchanged],
  OrderAuthorizationFailed: [],
  OrderCaptured: [],
  OrderPartCaptured: [],
  OrderItemsReplaced: [],
  CaptureSettled: [],
  CaptureFailed: [openCapturesRenamed],
  OrderCancelled: [openCapturesRenamed],
  OrderRefunded: [],
  ReauthorizationRequested: [],
  ReauthorizationRejected: [],
  OrderReauthorized: [openCapturesRenamed],
  OrderExtended: [],
  OrderExpired: [],
  RefundSettled: [],
  RefundFailed: [],
  AuthorizationReleased: [],
  TerminalIntentCreated: [],
  CheckoutIntentCreated: [],
  CustomerLinked: [],
  ShopStatusChanged: [],
} as const satisfies Record<OrderEvent['type'], readonly Upcast[]>;

/** The newest schema version of events of a type. */
export const newestVersion = (type: OrderEvent['type']): number =>
  orderEventSchemas[type].length + 1;

/**
 * The schema version that a new event is written with. `OrderAuthorized` without a payment method
 * is written as version 1, which earlier releases can read. With a payment method it is written as
 * version 2, so that earlier releases refuse the order. If they read it as version 1, they would
 * capture with the payment method of the registration (docs/upgrades.md, "Replicas of two releases
 * at once").
 */
export const versionToWrite = ({ type, data }: Pick<OrderEvent, 'type' | 'data'>): number =>
  type === 'OrderAuthorized' && !('paymentMethod' in data) ? 1 : newestVersion(type);

/**
 * For each type of settlement event, the upcasts from version 1 to the newest version. None has
 * changed so far, so all lists are empty.
 */
export const settlementEventSchemas = {
  SettlementClosed: [],
  SettlementStated: [],
  SettlementCorrected: [],
  SettlementPaidOut: [],
  SettlementPayoutReversed: [],
} as const satisfies Record<SettlementEvent['type'], readonly Upcast[]>;

export const settlementActions: Record<SettlementAction, true> = {
  'close-settlement': true,
  'state-settlement': true,
  'correct-settlement': true,
  'pay-out-settlement': true,
  'reverse-settlement-payout': true,
};

type Data = Readonly<Record<string, unknown>>;

export interface VersionedData {
  readonly type: string;
  readonly version: number;
  readonly data: Data;
}

/** The reason why an event cannot be brought to the newest schema. */
export type NotUpcast = 'unknown event type' | `schema version ${number} is newer than ${number}`;

/** The data in the newest schema of its type, or the reason why they cannot be converted. */
export const upcastData = (schemas: EventSchemas, event: VersionedData): Data | NotUpcast => {
  const upcasts = Object.hasOwn(schemas, event.type) ? schemas[event.type] : undefined;
  if (upcasts === undefined) return 'unknown event type';
  const newest = upcasts.length + 1;
  if (event.version > newest) return `schema version ${event.version} is newer than ${newest}`;
  if (event.version === newest) return event.data;
  return upcasts.slice(event.version - 1).reduce((data, upcast) => upcast(data), event.data);
};
