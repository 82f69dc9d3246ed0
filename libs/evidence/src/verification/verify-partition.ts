import { rmSync } from 'node:fs';
import { orderIdsOf, orderStreamPrefix } from '#event-log/offline';
import type { LedgerFounded, RecordedEvent } from '#event-log/offline';
import type { OrderIds } from '#ledger';
import { Findings, type FindingsSummary } from '../findings/findings.js';
import { lineHead, type Line, type LineHead } from '../lines/event-line.js';
import { eachLine } from '../lines/line-splitter.js';
import {
  type CollectEntry,
  entryCollector,
  StatementEntries,
  type EntriesPlace,
} from '../statements/statement-entries.js';
import { ActionIds, type ActionIdsPlace } from './action-ids.js';
import {
  historiesOf,
  type OrderHistories,
  settlementsIn,
  type SettlementStreams,
} from './compare-read-model.js';
import type { StreamInLog } from './hidden-streams.js';
import {
  eachLineByStream,
  eachLineInOrder,
  otherStreams,
  partitionBytesMax,
  partitionKey,
  prefixLengthMax,
  PartitionWriter,
  type SpilledPartition,
} from './log-partitions.js';
import { streamCheckOf, type StreamCheck } from './stream-check.js';

/** The result of checking a partition, a group of streams. */
export interface PartitionResult {
  readonly events: number;
  readonly streams: number;
  readonly orders: number;
  readonly findings: FindingsSummary;
}

export interface PartitionOptions {
  /**
   * The identity event of the log; `undefined` in a log that began before the ledger wrote identity
   * events.
   */
  readonly identity?: LedgerFounded | undefined;
  /**
   * The folder for the settlement events, captures and refunds of all streams, which are checked
   * together afterwards.
   */
  readonly entries?: EntriesPlace | undefined;
  /**
   * The folder for the ids of captures, refunds and reauthorisations, which are checked together
   * afterwards.
   */
  readonly actionIds?: ActionIdsPlace | undefined;
  /** Called with the number of events checked since its last call. */
  readonly onEvents?: (events: number) => void;
  /**
   * Called after a group of orders (a partition) was checked, to compare the histories of these
   * orders with the read model.
   */
  readonly onHistories?: (histories: OrderHistories) => Promise<void>;
  /** Called after the settlement streams were checked, to compare them with the read model. */
  readonly onSettlements?: (settlements: SettlementStreams) => Promise<void>;
  /**
   * Called after a group of streams (a partition) was checked, to compare each stream with the
   * result of reading it by itself.
   */
  readonly onStreams?: (streams: Iterable<StreamInLog>) => Promise<void>;
  /**
   * Largest partition (group of streams) that is checked without being divided, in bytes. Only
   * specs set this option.
   */
  readonly partitionBytesMax?: number;
}

/**
 * Checks a partition of a log (a group of streams) and removes its files. A partition that is too
 * large for memory is divided first.
 */
export const verifyPartition = async (
  part: SpilledPartition,
  options: PartitionOptions = {},
): Promise<PartitionResult> => {
  try {
    const isLarge = part.bytes > (options.partitionBytesMax ?? partitionBytesMax);
    const isDivisible = part.key !== otherStreams && part.key.length < prefixLengthMax;
    return await (isLarge && isDivisible
      ? verifyDivided(part, options)
      : verifyWhole(part, options));
  } finally {
    for (const path of part.paths) rmSync(path, { force: true });
  }
};

const verifyDivided = async (
  part: SpilledPartition,
  options: PartitionOptions,
): Promise<PartitionResult> => {
  const directory = `${part.paths[0] ?? ''}.parts`;
  const spill = new PartitionWriter(directory);
  eachLine(part.paths, (line) => {
    const head = lineHead(line);
    // Orders are divided by the next hexadecimal digits of their ids. If a forged id has other
    // characters there, its stream goes into the group of streams that are not orders.
    if (head !== undefined) spill.add(partitionKey(head.stream, part.key), line);
  });
  const findings = new Findings();
  const sum = { events: 0, streams: 0, orders: 0 };
  for (const smaller of spill.end()) {
    const checked = await verifyPartition(smaller, options);
    sum.events += checked.events;
    sum.streams += checked.streams;
    sum.orders += checked.orders;
    findings.addAll(checked.findings);
  }
  rmSync(directory, { recursive: true, force: true });
  return { ...sum, findings: findings.summary() };
};

const eventsPerReport = 2_000;

/** Counts events, and reports 2,000 of them at a time. */
class EventCount {
  #events = 0;
  #reported = 0;

  constructor(private readonly onEvents: PartitionOptions['onEvents']) {}

  add(): void {
    this.#events += 1;
    if (this.#events - this.#reported >= eventsPerReport) this.#report();
  }

  /** Reports the events not reported yet, and returns the number of all events. */
  end(): number {
    this.#report();
    return this.#events;
  }

  #report(): void {
    this.onEvents?.(this.#events - this.#reported);
    this.#reported = this.#events;
  }
}

/**
 * Checks the events of a partition (a group of streams) one by one, and stores the data for the
 * later checks that need several streams.
 */
class PartitionCheck {
  readonly findings = new Findings();
  readonly streams = new Map<string, StreamCheck>();
  /** The checked events in sequence; empty if `keepsEvents` is false. */
  readonly folded: RecordedEvent[] = [];
  readonly #orderIds: OrderIds;
  readonly #entries: StatementEntries | undefined;
  readonly #collect: CollectEntry | undefined;
  readonly #actionIds: ActionIds | undefined;
  readonly #count: EventCount;
  #last: StreamCheck | undefined;

  /**
   * `isGrouped`: the events come stream by stream, so that the state of earlier streams can be
   * freed.
   */
  constructor(
    { identity, entries, actionIds, onEvents }: PartitionOptions,
    private readonly mode: { readonly isGrouped: boolean; readonly keepsEvents: boolean },
  ) {
    this.#orderIds = orderIdsOf(identity);
    this.#entries = entries && new StatementEntries(entries);
    this.#collect = this.#entries && entryCollector(this.#entries);
    this.#actionIds = actionIds && new ActionIds(actionIds);
    this.#count = new EventCount(onEvents);
  }

  readonly add = (line: Line, head: LineHead): void => {
    const check = this.#checkOf(head.stream);
    if (check !== this.#last && this.mode.isGrouped) this.#last?.forget();
    this.#last = check;
    const event = check.check(line, head);
    this.#collect?.(head, check, event);
    if (check.order !== undefined && event !== undefined) {
      this.#actionIds?.add(head, event as RecordedEvent);
    }
    // `keepsEvents` is set only for groups of orders, so the event belongs to an order.
    if (this.mode.keepsEvents && event !== undefined) this.folded.push(event as RecordedEvent);
    this.#count.add();
  };

  end(): PartitionResult {
    const events = this.#count.end();
    this.#entries?.end();
    this.#actionIds?.end();
    const names = [...this.streams.keys()];
    const orders = names.filter((stream) => stream.startsWith(orderStreamPrefix)).length;
    return { events, streams: names.length, orders, findings: this.findings.summary() };
  }

  #checkOf(stream: string): StreamCheck {
    const known = this.streams.get(stream);
    if (known !== undefined) return known;
    const check = streamCheckOf(stream, { findings: this.findings, orderIds: this.#orderIds });
    this.streams.set(stream, check);
    return check;
  }
}

const verifyWhole = async (
  part: SpilledPartition,
  options: PartitionOptions,
): Promise<PartitionResult> => {
  const { onStreams, onHistories, onSettlements } = options;
  const isGrouped = part.bytes <= partitionBytesMax;
  const isCompared = onHistories !== undefined && part.key !== otherStreams;
  const check = new PartitionCheck(options, { isGrouped, keepsEvents: isCompared });
  (isGrouped ? eachLineByStream : eachLineInOrder)(part, check.add);
  const result = check.end();
  const { streams, folded } = check;
  await onStreams?.(streamsIn(streams));
  if (isCompared) await onHistories(historiesOf(part.key, streams, folded));
  if (part.key === otherStreams) await onSettlements?.(settlementsIn(streams));
  return result;
};

function* streamsIn(checks: ReadonlyMap<string, StreamCheck>): Generator<StreamInLog, void> {
  for (const [stream, { events, chain, isBroken }] of checks)
    yield { stream, events, chain, isBroken };
}
