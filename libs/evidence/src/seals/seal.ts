/** Where seals stand. */
export const sealStream = 'ledger-seal';
export const sealType = 'LedgerSealed';

/**
 * What a seal says (domain.md, "Evidence for auditors"): the events of all streams but this one and the event store's
 * own, behind `after` up to and including `position`, are these many, and their chain values, written one behind the
 * other in the order of the log behind the hash of the seal before, have this SHA-256.
 */
export interface Seal {
  /** Position that the seal before covers up to; `-1` for the first. */
  readonly after: string;
  /** Of the last event covered. Positions are texts of digits: they may outgrow a double. */
  readonly position: string;
  /** How many this seal covers. */
  readonly events: number;
  /** And all seals together. */
  readonly eventsTotal: number;
  /** Hex SHA-256. */
  readonly hash: string;
  /** RFC 3339, UTC, by the worker's clock. */
  readonly sealedAt: string;
}

/** Whether an event counts for seals: all do but the seals themselves and what the event store writes for itself. */
export const isSealed = (stream: string): boolean =>
  stream !== sealStream && !isSystemStream(stream);

/** Streams of the event store itself: statistics, subscriptions, metadata. Nothing of ours stands there. */
export const isSystemStream = (stream: string): boolean => stream.startsWith('$');

/** Without zeros in front: positions are compared as texts. */
const position = /^(-1|0|[1-9]\d{0,18})$/;

/** A seal's data, checked; `undefined` if it is none. */
export const sealOf = (data: unknown): Seal | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const seal = data as Readonly<Record<keyof Seal, unknown>>;
  const isSeal =
    [seal.after, seal.position].every((text) => typeof text === 'string' && position.test(text)) &&
    Number.isSafeInteger(seal.events) &&
    Number.isSafeInteger(seal.eventsTotal) &&
    typeof seal.hash === 'string' &&
    /^[0-9a-f]{64}$/.test(seal.hash) &&
    typeof seal.sealedAt === 'string';
  return isSeal ? (seal as Seal) : undefined;
};
