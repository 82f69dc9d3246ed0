import { isBefore } from '../lines/position-order.js';
import type { Findings } from '../findings/findings.js';
import type { Seal } from './seal.js';
import { SealHash, sealStart } from './seal-hash.js';
import type { SealedValue } from './sealed-values.js';

/** A seal and where it stands itself. */
export interface SealInLog {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  /** `undefined` if the event is no seal that can be read. */
  readonly seal: Seal | undefined;
}

/** A seal whose hash was kept elsewhere, as the log has it. */
export interface KeptSeal {
  readonly hash: string;
  /** In the stream of seals, from 0. */
  readonly number: number;
  /** By the worker's clock. */
  readonly sealedAt: string;
  /** Of the seal itself, in the log. */
  readonly position: string;
  /** The last event that it vouches for, with all before. */
  readonly coversTo: string;
  /** How many events it vouches for, with the seals before it. */
  readonly events: number;
}

export interface SealSummary {
  readonly seals: number;
  /** Up to where the log is sealed; -1 is nowhere. */
  readonly sealedTo: bigint;
  /** What the last seal says is the hash of everything up to there: to be kept elsewhere. */
  readonly lastSeal: string | undefined;
  /** When the last seal says that it was set. */
  readonly lastSealedAt: string | undefined;
  /** Events that the seals cover. */
  readonly sealedEvents: number;
  /** Events behind the last seal: nothing vouches yet that none is missing among them. */
  readonly unsealedEvents: number;
}

/**
 * Recomputes the seals from the chain values of the log. After one that does not hold the next is computed from what it
 * says, so that one change is one finding.
 */
export const checkSeals = (
  seals: readonly SealInLog[],
  values: Iterable<SealedValue>,
  findings: Findings,
): SealSummary => {
  const source = values[Symbol.iterator]();
  let next = source.next();
  let before: PreviousSeal = start;
  for (const placed of seals) {
    const { seal } = placed;
    if (seal === undefined) {
      found(findings, placed, 'it is no seal that can be read');
      continue;
    }
    const to = seal.position;
    const hash = new SealHash(before.hash);
    for (; next.done !== true && !isBefore(to, next.value.position); next = source.next()) {
      hash.add(next.value.chain);
    }
    const why = whyNot(placed, { before, events: hash.events, hash: hash.digest() });
    if (why !== undefined) found(findings, placed, why);
    before = seal;
  }
  let unsealedEvents = 0;
  for (; next.done !== true; next = source.next()) unsealedEvents += 1;
  const lastSeal = before === start ? undefined : before.hash;
  const { eventsTotal: sealedEvents, sealedAt: lastSealedAt, position } = before;
  const sealed = { sealedTo: BigInt(position), lastSeal, lastSealedAt, sealedEvents };
  return { seals: seals.length, ...sealed, unsealedEvents };
};

/** The seal with this hash; the first, should there be several. */
export const keptSealIn = (
  seals: readonly SealInLog[],
  hash: string | undefined,
): KeptSeal | undefined => {
  const placed = hash === undefined ? undefined : seals.find(({ seal }) => seal?.hash === hash);
  if (placed?.seal === undefined) return undefined;
  const { seal, revision, position } = placed;
  return {
    ...{ hash: seal.hash, number: revision, sealedAt: seal.sealedAt, position: String(position) },
    ...{ coversTo: seal.position, events: seal.eventsTotal },
  };
};

type PreviousSeal = Pick<Seal, 'position' | 'eventsTotal' | 'hash'> &
  Partial<Pick<Seal, 'sealedAt'>>;

const start: PreviousSeal = { position: '-1', eventsTotal: 0, hash: sealStart };

interface Computed {
  readonly before: Pick<Seal, 'position' | 'eventsTotal'>;
  readonly events: number;
  readonly hash: string;
}

const whyNot = (placed: SealInLog, { before, events, hash }: Computed): string | undefined => {
  const { seal, position } = placed;
  if (seal === undefined) return undefined;
  if (seal.after !== before.position) {
    return `it follows a seal up to position ${seal.after}, but the one before it goes to ${before.position}`;
  }
  if (BigInt(seal.position) >= position)
    return `it covers position ${seal.position}, behind itself`;
  if (seal.events < 1) return 'it covers no event';
  const stretch = `the events behind position ${seal.after} up to ${seal.position}`;
  if (seal.events !== events) return `${stretch} are ${events}, and it was set over ${seal.events}`;
  if (seal.eventsTotal !== before.eventsTotal + seal.events) {
    return `it counts ${seal.eventsTotal} events in all, not ${before.eventsTotal + seal.events}`;
  }
  return seal.hash === hash ? undefined : `${stretch} are not those it was set over`;
};

const found = (findings: Findings, placed: SealInLog, why: string): void => {
  const { stream, revision, position } = placed;
  findings.add({
    kind: 'seal',
    stream,
    revision,
    position,
    detail: `the seal does not hold: ${why}`,
  });
};
