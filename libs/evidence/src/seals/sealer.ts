import { randomUUID } from 'node:crypto';
import { chainStart, eventIdOf, linkOf } from '#event-log/offline';
import type { StoredEvent } from '#event-log/offline';
import type { Append, Appended } from '#event-log';
import { logPages, type LogSource } from '../lines/log-pages.js';
import { isSealed, sealOf, sealStream, sealType, type Seal, SealHash, sealStart } from './seal.js';

export interface SealStore extends LogSource {
  readLast(streamId: string): Promise<StoredEvent | undefined>;
  append(append: Append): Promise<Appended>;
}

export interface SealPace {
  /** A seal covers at most this number of events. */
  readonly sealEvents: number;
  /** Milliseconds after which an event must be sealed. */
  readonly sealMs: number;
  /** Milliseconds after which the first events of a new ledger are sealed; `sealMs` if absent. */
  readonly firstSealMs?: number;
}

/**
 * The last seal, on which the next seal builds: `revision` and `chain` are its place in the stream
 * of seals.
 */
interface LastSeal {
  readonly revision: number;
  readonly chain: string;
  readonly seal: Pick<Seal, 'position' | 'eventsTotal' | 'hash'>;
}

interface Unsealed {
  readonly position: bigint;
  /** Milliseconds since the epoch at which the oldest unsealed event was stored. */
  readonly since: number;
}

/**
 * The last event of the seal stream is not a seal, so another program wrote it. The sealer does not
 * build on it.
 */
export class UnexpectedSealEvent extends Error {
  override readonly name = 'UnexpectedSealEvent';

  constructor(revision: bigint) {
    super(`Revision ${revision} of ${sealStream} is no seal; run ledger verify for details`);
  }
}

/**
 * Sets seals (domain.md, "Evidence for auditors"). A sealer remembers nothing that is not in the
 * log: a new sealer reads the last seal and continues after it. Two sealers at once are harmless,
 * because a seal is appended only at its expected revision. The slower sealer fails and starts
 * again.
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
   * Milliseconds since the epoch at which the oldest unsealed event was stored; `undefined` if all
   * events are sealed.
   */
  get unsealedSince(): number | undefined {
    return this.#unsealed?.since;
  }

  /** Reads the new events of the log, sets the seals that are due, and returns them. */
  async seal(signal?: AbortSignal): Promise<Seal[]> {
    const set: Seal[] = [];
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
    // Whichever clock shows the earlier time counts: if the event store's clock is ahead, the seal
    // must not be late.
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
    // If the append fails, its outcome is unknown. The sealer then reads the last seal from the log
    // again.
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

const sealIn = ({ seal }: LastSeal): Seal => seal as Seal;

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
