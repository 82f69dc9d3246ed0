import { backOffMs, type BackOff, Deadline, pause } from '#runtime/async';
import { retryWhileUnavailable } from '../client/reachability.js';
import { randomUUID } from 'node:crypto';
import { chainStart, sealEvent } from '../chain/chain.js';
import type { EventStore } from '../client/event-store.js';
import type { StoredEvent } from '../client/stored-event.js';
import { TooManyConflicts } from '../faults.js';
import { appendProposal } from '../order/append-proposal.js';
import {
  actionStream,
  actionType,
  recordedActionOf,
  type RecordedAction,
} from './recorded-action.js';
type Log = Pick<EventStore, 'append' | 'read' | 'readLast'>;

const giveUpAfterMs = 5_000;
const conflictsMax = 32;
const waitingMax = 500;
const conflictBackOff: BackOff = { firstMs: 5, msMax: 100 };
const textCharactersMax = 256;
const textsMax = 100;

/**
 * An entry of the audit trail with its revision in the trail's stream and its position in the log.
 */
export interface ActionInLog extends RecordedAction {
  readonly revision: number;
  readonly position: bigint;
}

export interface ActionWindow {
  /** Only entries with a smaller revision are read; if absent, the newest entries are read. */
  readonly before?: number | undefined;
  readonly entriesMax: number;
}

/**
 * The audit trail of administrative actions: one stream, whose entries are linked by a hash chain
 * like the events of an order (docs/decisions/0031).
 */
export class ActionLog {
  readonly #eventStore: Log;
  #line: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(eventStore: Log) {
    this.#eventStore = eventStore;
  }

  /**
   * Appends an entry, and resolves when the entry is durable. The entries of one process are
   * appended one after the other. Two processes may append an entry with the same revision at the
   * same time. Then the event store refuses the later append, and this method repeats it with the
   * next revision.
   * Throws `EventStoreUnavailable`, `OutcomeUnknown`, `TooManyConflicts`.
   */
  async record(action: RecordedAction): Promise<void> {
    if (this.#waiting >= waitingMax) throw new TooManyConflicts(actionStream);
    this.#waiting += 1;
    // The time limit includes the wait for earlier entries. Otherwise each queued entry would wait
    // for the full time limit in turn while the event store cannot be reached.
    const time = new Deadline(giveUpAfterMs);
    const turn = this.#line.then(() => this.#recordNow(action, time));
    this.#line = turn.catch(() => undefined);
    try {
      await turn;
    } finally {
      this.#waiting -= 1;
    }
  }

  async #recordNow(action: RecordedAction, time: Deadline): Promise<void> {
    const bounded = { ...action, target: boundedTarget(action.target) };
    for (let conflicts = 0; conflicts < conflictsMax; conflicts += 1) {
      if (conflicts > 0) await pause(backOffMs(conflictBackOff, conflicts - 1));
      const last = await retryWhileUnavailable(time, () => this.#eventStore.readLast(actionStream));
      if (await this.#appendAfter(last, bounded, time)) return;
      if (time.passed) break;
    }
    throw new TooManyConflicts(actionStream);
  }

  /**
   * Reads at most `entriesMax` entries of the trail, the newest first. An event in the stream that
   * is not a valid entry is skipped; `ledger verify` reports such events.
   */
  async read({ before, entriesMax }: ActionWindow): Promise<ActionInLog[]> {
    const end =
      before ?? Number((await this.#eventStore.readLast(actionStream))?.revision ?? -1n) + 1;
    const fromRevision = Math.max(0, end - entriesMax);
    const eventsMax = end - fromRevision;
    if (eventsMax <= 0) return [];
    const events = await this.#eventStore.read({ streamId: actionStream, fromRevision, eventsMax });
    return events.flatMap(actionsIn).toReversed();
  }

  /**
   * Appends the entry right after `last`, the newest event of the trail that was read. Returns
   * false if another process has already appended an entry after `last`.
   */
  async #appendAfter(
    last: StoredEvent | undefined,
    action: RecordedAction,
    time: Deadline,
  ): Promise<boolean> {
    const event = sealEvent(chainIn(last), entryOf(action)).event;
    const firstRevision = Number(last?.revision ?? -1n) + 1;
    const proposal = { streamId: actionStream, events: [event], firstRevision };
    return (await appendProposal(this.#eventStore, proposal, time)).kind === 'written';
  }
}

const actionsIn = (event: StoredEvent): ActionInLog[] => {
  const action = event.type === actionType ? recordedActionOf(event.data) : undefined;
  if (action === undefined) return [];
  return [{ ...action, revision: Number(event.revision), position: event.position?.commit ?? -1n }];
};

const chainIn = (last: StoredEvent | undefined): string => {
  const { chain } = (last?.metadata ?? {}) as { readonly chain?: unknown };
  return typeof chain === 'string' ? chain : chainStart;
};

const entryOf = (data: RecordedAction) => ({
  type: actionType,
  data,
  metadata: {
    schemaVersion: 1,
    action: 'record',
    clientId: data.by,
    contract: 'system',
    endpoint: data.action,
    correlationId: data.actionId,
    causationId: randomUUID(),
    recordedAt: data.at,
  },
});

const boundedTarget = (target: RecordedAction['target']): RecordedAction['target'] =>
  Object.fromEntries(
    Object.entries(target).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? cut(value)
        : typeof value === 'number'
          ? value
          : value.slice(0, textsMax).map(cut),
    ]),
  );

/**
 * Cuts a text to `textCharactersMax`. U+FFFD replaces what PostgreSQL cannot store: NUL, and the
 * half of a surrogate pair that the cut has split. `ledger verify` would report an event with such
 * a text as unreadable. A refused request can contain one, because it is recorded before its body
 * is checked.
 */
const cut = (text: string): string =>
  text.slice(0, textCharactersMax).toWellFormed().replaceAll('\0', '\ufffd');
