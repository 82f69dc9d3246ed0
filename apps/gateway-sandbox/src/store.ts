import { open } from 'lmdb';
import type { Database, RootDatabase } from 'lmdb';
import { GatewayError } from './gateway-error.js';
import type { GatewayObject } from './payments/objects.js';
import type { SandboxLimits } from './sandbox-limits.js';

/** An answer kept under an idempotency key. */
export interface StoredAnswer {
  /** The hash of method, path and parameters of the answered request. */
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly answeredAt: number;
}

/** Each write deletes at most this number of expired keys. */
const sweptPerWrite = 4;

type ObjectOf<Kind> = Extract<GatewayObject, { readonly object: Kind }>;

type Counted = 'intents' | 'customers' | 'keys';

/**
 * The data of the sandbox in LMDB. Each write is one transaction, which includes the answer kept
 * under the request's idempotency key. The promise of a write resolves when the write is on the
 * disk.
 */
export class SandboxStore {
  readonly #root: RootDatabase;
  readonly #objects: Database<GatewayObject, string>;
  /**
   * Lists of ids: one list of all intents, and one list per intent of its refunds. The key of an
   * entry is `[name of the list, number of the entry]`.
   */
  readonly #lists: Database<string, [string, number]>;
  readonly #answers: Database<StoredAnswer, string>;
  readonly #answerTimes: Database<string, [number, string]>;
  readonly #counts: Database<number, string>;
  readonly limits: SandboxLimits;

  constructor(path: string, limits: SandboxLimits) {
    this.limits = limits;
    this.#root = open({
      path,
      noSubdir: false,
      mapSize: limits.mapBytesMax,
      // If this were true, a commit would resolve before it is on the disk.
      overlappingSync: false,
      // If this were true, a failed commit would also reject a promise that nobody handles.
      eventTurnBatching: false,
    });
    this.#objects = this.#root.openDB({ name: 'objects' });
    this.#lists = this.#root.openDB({ name: 'lists' });
    this.#answers = this.#root.openDB({ name: 'answers' });
    this.#answerTimes = this.#root.openDB({ name: 'answer-times' });
    this.#counts = this.#root.openDB({ name: 'counts' });
  }

  /** Runs `work` as one transaction. Its changes are on the disk when the promise resolves. */
  async write<Result>(work: () => Result): Promise<Result> {
    return this.#root.transaction(() => {
      this.#sweep(Date.now());
      return work();
    });
  }

  /**
   * Finds the object with this id. Returns `undefined` if there is none, or if it is of another
   * kind.
   */
  find<Kind extends GatewayObject['object']>(
    kind: Kind,
    id: string | null | undefined,
  ): ObjectOf<Kind> | undefined {
    const found = this.#objects.get(id ?? '');
    return found?.object === kind ? (found as ObjectOf<Kind>) : undefined;
  }

  /** Stores an object. May be called only within `write`. */
  put(object: GatewayObject): void {
    void this.#objects.put(object.id, object);
  }

  /** Refuses a request that would exceed the largest number of objects of a kind. */
  requireRoom(kind: Counted): void {
    const max = this.limits[`${kind}Max`];
    if (this.#count(kind) < max) return;
    throw GatewayError.tooMany(`The sandbox holds ${max} ${kind}, and no more.`);
  }

  /** Adds a new object of a kind with a limit. May be called only within `write`. */
  add(kind: Counted, object: GatewayObject): void {
    this.requireRoom(kind);
    void this.#counts.put(kind, this.#count(kind) + 1);
    this.put(object);
  }

  /** Appends an id to a list. May be called only within `write`. */
  append(list: string, id: string): void {
    void this.#lists.put([list, this.length(list) + 1], id);
  }

  length(list: string): number {
    const range = { start: [list, Infinity], end: [list, 0], reverse: true, limit: 1 };
    for (const [, number] of this.#lists.getKeys(range)) return number;
    return 0;
  }

  /** The ids of a list, the newest first. */
  *latest(list: string): Iterable<string> {
    const range = { start: [list, Infinity], end: [list, 0], reverse: true };
    for (const { value } of this.#lists.getRange(range)) yield value;
  }

  answer(key: string): StoredAnswer | undefined {
    const stored = this.#answers.get(key);
    if (stored === undefined) return undefined;
    return stored.answeredAt + this.limits.keyMsMax > Date.now() ? stored : undefined;
  }

  /** Keeps an answer under its idempotency key. May be called only within `write`. */
  keepAnswer(key: string, answer: StoredAnswer): void {
    const former = this.#answers.get(key);
    if (former === undefined) void this.#counts.put('keys', this.#count('keys') + 1);
    else void this.#answerTimes.remove([former.answeredAt, key]);
    void this.#answers.put(key, answer);
    void this.#answerTimes.put([answer.answeredAt, key], key);
  }

  async close(): Promise<void> {
    await this.#root.close();
  }

  /** Removes a few expired keys with each write, so that their number stays bounded. */
  #sweep(now: number): void {
    const end = [now - this.limits.keyMsMax, ''];
    const range = { start: [0, ''], end, limit: sweptPerWrite };
    const past = [...this.#answerTimes.getRange(range)];
    if (past.length === 0) return;
    for (const { key, value } of past) {
      void this.#answerTimes.remove(key);
      void this.#answers.remove(value);
    }
    void this.#counts.put('keys', this.#count('keys') - past.length);
  }

  #count(kind: Counted): number {
    return this.#counts.get(kind) ?? 0;
  }
}
