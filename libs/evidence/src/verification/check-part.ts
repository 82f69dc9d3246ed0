import { rmSync } from 'node:fs';
import { isSettlementStream, orderIdsOf, orderStreamPrefix } from '#event-log/offline';
import type { LedgerFounded, RecordedEvent } from '#event-log/offline';
import { Findings } from '../findings/findings.js';
import type { FindingsSummary } from '../findings/findings.js';
import { eachLine } from '../lines/each-line.js';
import { fileChunks } from '../lines/file-chunks.js';
import { lineHead, streamOfLine } from '../lines/line-head.js';
import type { Line, LineHead } from '../lines/line-head.js';
import type { StreamInLog } from './compare-streams.js';
import { ActionIds } from './action-ids.js';
import type { ActionIdsPlace } from './action-ids.js';
import { streamCheckOf } from './stream-checks.js';
import type { StreamCheck } from './stream-check.js';
import { otherStreams, partitionBytesMax, partitionKey, prefixLengthMax } from './part-key.js';
import { PartitionWriter } from './spill.js';
import type { SpilledPartition } from './spill.js';
import { entryCollector } from '../statements/collector.js';
import { StatementEntries } from '../statements/statement-entries.js';
import type { EntriesPlace } from '../statements/statement-entries.js';

/** What the folds of a part came to. */
export interface PartitionResult {
  readonly events: number;
  readonly streams: number;
  readonly orders: number;
  readonly findings: FindingsSummary;
}

/** The histories of a part's orders, for a comparison with what was made of them. */
export interface OrderHistories {
  /** The beginning of the order ids, hexadecimal: every order whose id begins so is in the part, and no other. */
  readonly prefix: string;
  /** Of orders without a finding; those of one order in their order. */
  readonly events: readonly RecordedEvent[];
  /** Orders whose history is broken. */
  readonly broken: ReadonlySet<string>;
}

/** Streams of settlements, for a comparison with what was made of them. */
export interface SettlementStreams {
  readonly whole: readonly string[];
  /** Those with a finding. */
  readonly broken: readonly string[];
}

export interface PartitionOptions {
  /** Of the log; none in one that was begun before there were any. */
  readonly identity?: LedgerFounded | undefined;
  /** Where to collect what statements are made from. */
  readonly entries?: EntriesPlace | undefined;
  /** Where to collect the ids of what orders made. */
  readonly actionIds?: ActionIdsPlace | undefined;
  /** Told the events as they are checked, now and then. */
  readonly onEvents?: (events: number) => void;
  /** Given what a part of orders holds, once it is checked. */
  readonly onHistories?: (histories: OrderHistories) => Promise<void>;
  /** Given whose settlements the part of all other streams has, once it is checked. */
  readonly onSettlements?: (settlements: SettlementStreams) => Promise<void>;
  /** Given the streams of a part, once they are checked. */
  readonly onStreams?: (streams: Iterable<StreamInLog>) => Promise<void>;
  /** Bytes; in tests. */
  readonly partBytesMax?: number;
}

/** Checks a part of a log, and removes its file. A part that is too large for the memory is divided first. */
export const verifyPartition = async (
  part: SpilledPartition,
  options: PartitionOptions = {},
): Promise<PartitionResult> => {
  try {
    const isLarge = part.bytes > (options.partBytesMax ?? partitionBytesMax);
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
    if (head !== undefined) spill.add(partitionKey(head.stream, part.key), line);
  });
  const findings = new Findings();
  const sum = { events: 0, streams: 0, orders: 0 };
  for (const smaller of spill.end()) {
    // An id that is too short for a further digit stays with the others.
    const checked = await verifyPartition(smaller, options);
    sum.events += checked.events;
    sum.streams += checked.streams;
    sum.orders += checked.orders;
    findings.addAll(checked.findings);
  }
  rmSync(directory, { recursive: true, force: true });
  return { ...sum, findings: findings.summary() };
};

const toldEvery = 2_000;

const verifyWhole = async (
  part: SpilledPartition,
  options: PartitionOptions,
): Promise<PartitionResult> => {
  const findings = new Findings();
  const checking = { findings, orderIds: orderIdsOf(options.identity) };
  const streams = new Map<string, StreamCheck>();
  const folded: RecordedEvent[] = [];
  const isCompared = options.onHistories !== undefined && part.key !== otherStreams;
  const entries = options.entries && new StatementEntries(options.entries);
  const collect = entries && entryCollector(entries);
  const actionIds = options.actionIds && new ActionIds(options.actionIds);
  const isGrouped = part.bytes <= partitionBytesMax;
  let events = 0;
  let told = 0;
  let last: StreamCheck | undefined;
  const see = (line: Line, head: LineHead): void => {
    let check = streams.get(head.stream);
    if (check === undefined)
      streams.set(head.stream, (check = streamCheckOf(head.stream, checking)));
    if (check !== last && isGrouped) last?.forget();
    last = check;
    const event = check.check(line, head);
    collect?.(head, check, event);
    if (check.order !== undefined && event !== undefined) {
      actionIds?.add(head, event as RecordedEvent);
    }
    // A part that is compared has orders alone.
    if (isCompared && event !== undefined) folded.push(event as RecordedEvent);
    events += 1;
    if (events - told < toldEvery) return;
    options.onEvents?.(events - told);
    told = events;
  };
  (isGrouped ? eachLineByStream : eachLineInOrder)(part, see);
  options.onEvents?.(events - told);
  entries?.end();
  actionIds?.end();
  const orders = [...streams.keys()].filter((stream) =>
    stream.startsWith(orderStreamPrefix),
  ).length;
  await options.onStreams?.(streamsIn(streams));
  if (isCompared) await options.onHistories(historiesOf(part.key, streams, folded));
  if (part.key === otherStreams) await options.onSettlements?.(settlementsIn(streams));
  return { events, streams: streams.size, orders, findings: findings.summary() };
};

function* streamsIn(checks: ReadonlyMap<string, StreamCheck>): Generator<StreamInLog, void> {
  for (const [stream, { events, chain, isBroken }] of checks)
    yield { stream, events, chain, isBroken };
}

const historiesOf = (
  prefix: string,
  streams: ReadonlyMap<string, StreamCheck>,
  folded: readonly RecordedEvent[],
): OrderHistories => {
  const broken = [...streams].filter(([, { isBroken }]) => isBroken).map(([stream]) => stream);
  const brokenStreams = new Set(broken);
  return {
    prefix,
    events: folded.filter(({ streamId }) => !brokenStreams.has(streamId)),
    broken: new Set(broken.map((stream) => stream.slice(stream.indexOf('-') + 1))),
  };
};

const settlementsIn = (streams: ReadonlyMap<string, StreamCheck>): SettlementStreams => {
  const names = [...streams.keys()].filter(isSettlementStream);
  const isBroken = (name: string): boolean => streams.get(name)?.isBroken ?? false;
  return {
    whole: names.filter((name) => !isBroken(name)),
    broken: names.filter(isBroken),
  };
};

type OnLine = (line: Line, head: LineHead) => void;

/** Of this thread, for one part after the other: parts are read without leaving any memory behind. */
const partitionBuffer = Buffer.allocUnsafeSlow(partitionBytesMax);

/** What the files hold, one behind the other; at most `partBytesMax`. Good until the next part is read. */
const wholeOf = (paths: readonly string[]): Buffer => {
  let length = 0;
  for (const path of paths) {
    for (const chunk of fileChunks(path)) length += chunk.copy(partitionBuffer, length);
  }
  return partitionBuffer.subarray(0, length);
};

/**
 * The lines of a part, those of one stream next to each other: what an order comes to is then of no use any more when
 * the next one begins, and never gets old in memory.
 */
const eachLineByStream = ({ paths }: SpilledPartition, onLine: OnLine): void => {
  const buffer = wholeOf(paths);
  const streams = new Map<string, number[]>();
  for (let start = 0; start < buffer.length;) {
    const end = buffer.indexOf(lineFeed, start);
    const stream = streamOfLine({ buffer, start, end });
    const places = stream === undefined ? undefined : streams.get(stream);
    if (places !== undefined) places.push(start, end);
    else if (stream !== undefined) streams.set(stream, [start, end]);
    start = end + 1;
  }
  // Places alone are kept, and heads read again: kept heads would outlive many collections of short-lived objects.
  for (const places of streams.values()) {
    for (let index = 0; index < places.length; index += 2) {
      const line = { buffer, start: places[index] as number, end: places[index + 1] as number };
      const head = lineHead(line);
      if (head !== undefined) onLine(line, head);
    }
  }
};

/** In the order of the log, for a part that is too large and cannot be divided. */
const eachLineInOrder = (part: SpilledPartition, onLine: OnLine): void => {
  eachLine(part.paths, (line) => {
    const head = lineHead(line);
    if (head !== undefined) onLine(line, head);
  });
};

const lineFeed = 10;
