import { isObject, type OrderAction } from '#ledger';

/**
 * The wire contract that a command came through, or `system`. Any name of the right form is read,
 * so that a worker goes on when a newer API writes events of a contract unknown to it.
 */
export type OriginContract = string;

/**
 * The evidence stored with every event: who caused it, through which contract, and when (domain.md,
 * "Events").
 */
export interface EventMetadata<Action extends string = OrderAction> {
  /** Version of `data`'s schema for this event type; older ones are upcast when read. */
  readonly schemaVersion: number;
  readonly action: Action;
  /** SHA-256 of the request's meaning, hex. */
  readonly fingerprint: string;
  readonly idempotencyKey?: string;
  readonly clientId: string;
  readonly storeId: string;
  readonly contract: OriginContract;
  readonly endpoint: string;
  /** The request's X-Request-Id. */
  readonly correlationId: string;
  /** The action id of the command that decided the event. */
  readonly causationId: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
  readonly traceparent?: string;
  /** Hash link to the event before, hex (domain.md, "Evidence for auditors"). */
  readonly chain: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** The actions that an order's events come from. */
export const orderActions: Record<OrderAction, true> = {
  register: true,
  authorize: true,
  capture: true,
  settle: true,
  fail: true,
  cancel: true,
  refund: true,
  reauthorize: true,
  approve: true,
  reject: true,
  extend: true,
  expire: true,
  'settle-refund': true,
  'fail-refund': true,
  'release-authorization': true,
  'create-terminal-intent': true,
  'create-checkout-intent': true,
  'capture-terminal-payment': true,
  'capture-authorization': true,
  'create-customer': true,
  'change-shop-status': true,
};

/** The shape of a contract's name, as a regular expression. */
export const contractPattern = '[a-z][a-z0-9-]{0,31}';

const contractName = new RegExp(`^${contractPattern}$`);
const hash = /^[0-9a-f]{64}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * Checks metadata where it is read from the log. Returns the typed metadata, or the name of the
 * first wrong field. Fields that a later version adds are left out.
 */
export const parseMetadata = <Action extends string = OrderAction>(
  value: unknown,
  actions: Readonly<Record<Action, true>>,
): EventMetadata<Action> | { readonly wrong: string } => {
  if (!isObject(value)) return { wrong: 'metadata' };
  const wrong = firstWrong(value, actions);
  if (wrong !== undefined) return { wrong };
  return typed(value);
};

/**
 * The known fields only. One object literal, because every event passes here and spreading takes
 * several times as long.
 */
const typed = <Action extends string>(fields: Fields): EventMetadata<Action> => {
  const known: Record<string, unknown> = {
    schemaVersion: fields['schemaVersion'],
    action: fields['action'],
    fingerprint: fields['fingerprint'],
    clientId: fields['clientId'],
    storeId: fields['storeId'],
    contract: fields['contract'],
    endpoint: fields['endpoint'],
    correlationId: fields['correlationId'],
    causationId: fields['causationId'],
    recordedAt: fields['recordedAt'],
    chain: fields['chain'],
  };
  const { idempotencyKey, traceparent } = fields;
  if (idempotencyKey !== undefined) known['idempotencyKey'] = idempotencyKey;
  if (traceparent !== undefined) known['traceparent'] = traceparent;
  return known as unknown as EventMetadata<Action>;
};

const firstWrong = (
  fields: Fields,
  actions: Readonly<Record<string, true>>,
): string | undefined => {
  const { schemaVersion, action, contract, recordedAt, chain } = fields;
  if (!Number.isSafeInteger(schemaVersion) || Number(schemaVersion) < 1) return 'schemaVersion';
  if (typeof action !== 'string' || !Object.hasOwn(actions, action)) return 'action';
  if (typeof contract !== 'string' || !contractName.test(contract)) return 'contract';
  if (typeof recordedAt !== 'string' || !instant.test(recordedAt)) return 'recordedAt';
  if (typeof chain !== 'string' || !hash.test(chain)) return 'chain';
  return firstNoText(fields);
};

/**
 * The first field that has to be a text and is not. Field by field, because every event of the log
 * passes here and a loop over the names takes several times as long.
 */
const firstNoText = (fields: Fields): string | undefined => {
  if (typeof fields['fingerprint'] !== 'string') return 'fingerprint';
  if (typeof fields['clientId'] !== 'string') return 'clientId';
  if (typeof fields['storeId'] !== 'string') return 'storeId';
  if (typeof fields['endpoint'] !== 'string') return 'endpoint';
  if (typeof fields['correlationId'] !== 'string') return 'correlationId';
  if (typeof fields['causationId'] !== 'string') return 'causationId';
  if (!isTextOrAbsent(fields['idempotencyKey'])) return 'idempotencyKey';
  return isTextOrAbsent(fields['traceparent']) ? undefined : 'traceparent';
};

const isTextOrAbsent = (value: unknown): boolean =>
  value === undefined || typeof value === 'string';
