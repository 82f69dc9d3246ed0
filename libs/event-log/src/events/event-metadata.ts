import { isInstant, isObject, type OrderAction, plainInstantPattern } from '#ledger';

/**
 * The name of the contract that a command came through, such as `walley`, or `system` for the
 * ledger itself. An unknown name is accepted in stored events, because a newer API process may
 * serve more contracts than this process knows.
 */
export type OriginContract = string;

/**
 * The evidence stored with each event: who caused the event, through which contract, and when
 * (domain.md, "Events").
 */
export interface EventMetadata<Action extends string = OrderAction> {
  /**
   * The version of the event's `data`, from 1. Data of an older version are converted when read.
   */
  readonly schemaVersion: number;
  readonly action: Action;
  /** Hex SHA-256 of the request's meaning; equal for requests that ask for the same thing. */
  readonly fingerprint: string;
  readonly idempotencyKey?: string;
  readonly clientId: string;
  readonly storeId: string;
  readonly contract: OriginContract;
  readonly endpoint: string;
  /** The request's X-Request-Id. */
  readonly correlationId: string;
  /** The action id of the command that led to the event. */
  readonly causationId: string;
  /** RFC 3339, UTC, milliseconds; by the clock of the process that received the command. */
  readonly recordedAt: string;
  readonly traceparent?: string;
  /**
   * Hex SHA-256 over this event and the chain value of the event before it (domain.md, "Evidence
   * for auditors").
   */
  readonly chain: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** The names of the actions on an order, for checking the metadata of its events. */
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

/**
 * Checks metadata that were read from the log. Returns the typed metadata, or the name of the first
 * wrong field. Fields that this version does not know are left out.
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
 * Copies the known fields into one object literal. This function runs for each event of the log,
 * and spreading objects takes several times as long.
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
  if (typeof recordedAt !== 'string' || !isInstant(recordedAt)) return 'recordedAt';
  if (typeof chain !== 'string' || !hash.test(chain)) return 'chain';
  return firstNoText(fields);
};

/**
 * The name of the first field that should be a text but is not. The fields are written out, because
 * this function runs for each event of the log, and a loop over their names takes several times as
 * long.
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

/**
 * Matches printable ASCII without quote and backslash: the characters that JSON writes unescaped.
 */
const plain = '([ !#-[\\]-~]*)';

/**
 * The metadata of an order's event as canonical JSON writes them: members sorted by name, and
 * without `chain`, because the chain value (a hash) is computed from this text.
 */
const layout = new RegExp(
  `\\{"action":"([a-z-]+)","causationId":"${plain}","clientId":"${plain}",` +
    `"contract":"(${contractPattern})","correlationId":"${plain}","endpoint":"${plain}",` +
    `"fingerprint":"${plain}",(?:"idempotencyKey":"${plain}",)?` +
    `"recordedAt":"(${plainInstantPattern})","schemaVersion":([1-9]\\d{0,8}),` +
    `"storeId":"${plain}"(?:,"traceparent":"${plain}")?\\}`,
  'y',
);

export interface ReadMetadata {
  readonly metadata: EventMetadata;
  /** The index in the text right after the metadata. */
  readonly end: number;
}

/**
 * Reads metadata from their canonical JSON text, which begins at the index `from` of `text`. The
 * result is the same as that of `parseMetadata`, in a third of the time. The result is `undefined`
 * if the text is not canonical, which is rare; the caller then has to parse the JSON. `chain`, the
 * event's chain value (a hash), becomes a member of the returned metadata; it is not checked by
 * this function.
 */
export const readMetadata = (
  text: string,
  { from, chain }: { readonly from: number; readonly chain: string },
): ReadMetadata | undefined => {
  layout.lastIndex = from;
  const found = layout.exec(text);
  if (found === null || !Object.hasOwn(orderActions, found[1] as string)) return undefined;
  const metadata: Record<string, unknown> = {
    schemaVersion: Number(found[10]),
    action: found[1],
    fingerprint: found[7],
    clientId: found[3],
    storeId: found[11],
    contract: found[4],
    endpoint: found[6],
    correlationId: found[5],
    causationId: found[2],
    recordedAt: found[9],
    chain,
  };
  if (found[8] !== undefined) metadata['idempotencyKey'] = found[8];
  if (found[12] !== undefined) metadata['traceparent'] = found[12];
  return { metadata: metadata as unknown as EventMetadata, end: layout.lastIndex };
};
