import { randomUUID } from 'node:crypto';
import { chainStart, eventIdOf, linkOf } from '#event-log/offline';
import type { StoredEvent } from '#event-log/offline';
import type { Append, Appended } from '#event-log';
import { logPages, type LogSource } from '../lines/log-pages.js';
import { isSealed, sealOf, sealStream, sealType, SealHash, sealStart } from './seal.js';
import type { NumberedSeal, Seal } from './seal.js';

export interface SealStore extends LogSource {
  readLast(streamId: string): Promise<StoredEvent | undefined>;
  append(append: Append): Promise<Appended>;
}

export interface SealPace {
  /**
   * Largest number of events that one seal covers with its hash. When this number of events has no
   * seal yet, a seal is written at once.
   */
  readonly sealEvents: number;
  /**
   * Longest time, in milliseconds, that an event waits for its seal. After this time a seal is
   * written, even if it covers fewer than `sealEvents` events.
   */
  readonly sealMs: number;
  /**
   * Used in place of `sealMs`, if shorter, until the ledger has its first seal; in milliseconds.
   */
  readonly firstSealMs?: number;
}

/**
 * The newest seal of the log. The next seal event needs the revision and the chain value of this
 * one.
 */
interface LastSeal {
  readonly revision: number;
  readonly chain: string;
  readonly seal: Pick<Seal, 'position' | 'eventsTotal' | 'hash'>;
}

interface Unsealed {
  readonly position: bigint;
  /** The time at which the oldest unsealed event was stored, in milliseconds since the epoch. */
  readonly since: number;
}

/**
 * The newest event in the stream of seals is not a seal, so another program must have written it.
 * The sealer stops, because a seal after this event would prove nothing.
 */
export class UnexpectedSealEvent extends Error {
  override readonly name = 'UnexpectedSealEvent';

  constructor(revision: bigint) {
    super(
      `Revision ${revision} of ${sealStream} cannot be read as a seal; run ledger verify for details`,
    );
  }
}

/**
 * Writes seals (domain.md, "Evidence for auditors"). A sealer keeps no state outside the log: after
 * a restart it reads the newest seal and continues from there. Two sealers at the same time do no
 * harm, because the event store accepts a seal only at its expected revision. The slower sealer
 * fails and reads the newest seal again.
 */
export class Sealer {
  #standing: LastSeal | undefined;
  #hash = new SealHash(sealStart);
  #unsealed: Unsealed | undefined;
  #position = -1n;

  constructor(
    private readonly store: SealStore,
    private readonly pace: SealPace,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /**
   * The time at which the oldest event without a seal was stored, in milliseconds since the epoch;
   * `undefined` if all events are sealed.
   */
  get unsealedSince(): number | undefined {
    return this.#unsealed?.since;
  }

  /**
   * Reads the new events of the log and writes a seal when enough events or enough time have
   * passed. Returns the seals that were written.
   */
  async seal(signal?: AbortSignal): Promise<NumberedSeal[]> {
    const set: NumberedSeal[] = [];
    let standing = this.#standing ?? (await this.#begin());
    const range = { after: this.#position, ...(signal && { signal }) };
    for await (const { events, position } of logPages(this.store, range)) {
      for (const event of events) {
        if (!this.#take(event) || this.#hash.events < this.pace.sealEvents) continue;
        standing = await this.#set(standing);
        set.push(sealIn(standing));
      }
      this.#position = position;
    }
    if (this.#isDue()) set.push(sealIn(await this.#set(standing)));
    return set;
  }

  async #begin(): Promise<LastSeal> {
    const last = await this.store.readLast(sealStream);
    const standing = last === undefined ? none : lastSealIn(last);
    this.#continue(standing);
    this.#position = BigInt(standing.seal.position);
    return standing;
  }

  #continue(standing: LastSeal): void {
    this.#standing = standing;
    this.#hash = new SealHash(standing.seal.hash);
    this.#unsealed = undefined;
  }

  #take({ streamId, position, metadata, created }: StoredEvent): boolean {
    if (!isSealed(streamId) || position === undefined) return false;
    this.#hash.add(chainIn(metadata));
    const now = this.now().getTime();
    // The clocks of the event store and of this worker may differ. The earlier time is used,
    // because a store's clock that is ahead would delay the seal.
    const since = this.#unsealed?.since ?? Math.min(created?.getTime() ?? now, now);
    this.#unsealed = { position: position.commit, since };
    return true;
  }

  #isDue(): boolean {
    if (this.#unsealed === undefined) return false;
    const { sealMs, firstSealMs = sealMs } = this.pace;
    const isFirst = (this.#standing?.revision ?? 0) < 0;
    const waitMs = isFirst ? Math.min(sealMs, firstSealMs) : sealMs;
    return this.now().getTime() - this.#unsealed.since >= waitMs;
  }

  async #set({ revision, chain, seal: before }: LastSeal): Promise<LastSeal> {
    const sealedAt = this.now().toISOString();
    const { events } = this.#hash;
    const seal: Seal = {
      after: before.position,
      position: String(this.#unsealed?.position ?? -1n),
      events,
      eventsTotal: before.eventsTotal + events,
      hash: this.#hash.digest(),
      sealedAt,
    };
    const { event, chain: link } = sealEvent(seal, chain);
    // `#standing`, the newest seal that is known, is cleared first. If the append fails, nobody
    // knows whether the new seal was written, and the next run must read the newest seal from the
    // log.
    this.#standing = undefined;
    const appended = await this.store.append({
      streamId: sealStream,
      events: [event],
      firstRevision: revision + 1,
    });
    if (appended.kind !== 'written') throw new Error('Another worker set a seal meanwhile');
    const standing = { revision: revision + 1, chain: link, seal };
    this.#continue(standing);
    return standing;
  }
}

const none: LastSeal = {
  revision: -1,
  chain: chainStart,
  seal: { position: '-1', eventsTotal: 0, hash: sealStart },
};

const sealIn = ({ revision, seal }: LastSeal): NumberedSeal => ({
  ...(seal as Seal),
  number: revision,
});

const lastSealIn = ({ revision, type, data, metadata }: StoredEvent): LastSeal => {
  const seal = type === sealType ? sealOf(data) : undefined;
  if (seal === undefined) throw new UnexpectedSealEvent(revision);
  return { revision: Number(revision), chain: chainIn(metadata), seal };
};

const chainIn = (metadata: unknown): string => {
  const { chain } = (metadata ?? {}) as { readonly chain?: unknown };
  return typeof chain === 'string' && /^[0-9a-f]{64}$/.test(chain) ? chain : '';
};

const sealEvent = (seal: Seal, previous: string) => {
  const id = randomUUID();
  const metadata = {
    schemaVersion: 1,
    action: 'seal',
    clientId: 'worker',
    contract: 'system',
    endpoint: 'worker sealing',
    correlationId: id,
    causationId: id,
    recordedAt: seal.sealedAt,
  };
  const data: Record<string, unknown> = { ...seal };
  const { chain } = linkOf(previous, { type: sealType, data, metadata });
  const json = (value: object): Uint8Array => utf8.encode(JSON.stringify(value));
  const event = {
    id: eventIdOf(chain),
    type: sealType,
    data: json(data),
    metadata: json({ ...metadata, chain }),
  };
  return { event, chain };
};

const utf8 = new TextEncoder();
