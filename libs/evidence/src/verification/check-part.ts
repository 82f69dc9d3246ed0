import { rmSync } from 'node:fs';
import type { RecordedEvent } from '#event-log/offline';
import { Findings } from '../findings/findings.js';
import type { FindingsSummary } from '../findings/findings.js';
import { fileChunks } from '../lines/file-chunks.js';
import { lineHead } from '../lines/line-head.js';
import type { Line } from '../lines/line-head.js';
import { LineSplitter } from '../lines/line-splitter.js';
import { others, partKey, prefixMax } from './part-key.js';
import { Spill } from './spill.js';
import type { SpilledPart } from './spill.js';
import type { AnyStreamCheck } from './stream-checks.js';
import { checkOf } from './stream-checks.js';

/**
 * A part that is larger is divided again: what is in memory for a stream is a few times what its events take in a line.
 */
const partBytesMax = 8 * 1_024 * 1_024;

/** What the folds of a part came to. */
export interface CheckedPart {
  readonly events: number;
  readonly streams: number;
  readonly orders: number;
  readonly findings: FindingsSummary;
}

/** The histories of a part's orders, for a comparison with what was made of them. */
export interface PartHistories {
  /** The beginning of the order ids, hexadecimal: every order whose id begins so is in the part, and no other. */
  readonly prefix: string;
  /** In the order of the log, of orders without a finding. */
  readonly events: readonly RecordedEvent[];
  /** Orders whose history is broken. */
  readonly broken: ReadonlySet<string>;
}

export interface PartOptions {
  /** Told the events as they are checked, now and then. */
  readonly onEvents?: (events: number) => void;
  /** Given what a part of orders holds, once it is checked. */
  readonly onHistories?: (histories: PartHistories) => Promise<void>;
  /** Bytes; in tests. */
  readonly partBytesMax?: number;
}

/** Checks a part of a log, and removes its file. A part that is too large for the memory is divided first. */
export const checkPart = async (
  part: SpilledPart,
  options: PartOptions = {},
): Promise<CheckedPart> => {
  try {
    const isLarge = part.bytes > (options.partBytesMax ?? partBytesMax);
    const isDivisible = part.key !== others && part.key.length < prefixMax;
    return await (isLarge && isDivisible ? checkDivided(part, options) : checkWhole(part, options));
  } finally {
    rmSync(part.path, { force: true });
  }
};

const checkDivided = async (part: SpilledPart, options: PartOptions): Promise<CheckedPart> => {
  const spill = new Spill(`${part.path}.parts`);
  eachLine(part, (line) => {
    const head = lineHead(line);
    if (head !== undefined) spill.add(partKey(head.stream, part.key), line);
  });
  const findings = new Findings();
  const sum = { events: 0, streams: 0, orders: 0 };
  for (const smaller of spill.end()) {
    // An id that is too short for a further digit stays with the others.
    const checked = await checkPart(smaller, options);
    sum.events += checked.events;
    sum.streams += checked.streams;
    sum.orders += checked.orders;
    findings.addAll(checked.findings);
  }
  rmSync(`${part.path}.parts`, { recursive: true, force: true });
  return { ...sum, findings: findings.summary() };
};

const toldEvery = 2_000;

const checkWhole = async (part: SpilledPart, options: PartOptions): Promise<CheckedPart> => {
  const findings = new Findings();
  const streams = new Map<string, AnyStreamCheck>();
  const folded: RecordedEvent[] = [];
  const isCompared = options.onHistories !== undefined && part.key !== others;
  let events = 0;
  let told = 0;
  eachLine(part, (line) => {
    const head = lineHead(line);
    if (head === undefined) return;
    let check = streams.get(head.stream);
    if (check === undefined) streams.set(head.stream, (check = checkOf(head.stream, findings)));
    const event = check.see(line, head);
    if (isCompared && event !== undefined) folded.push(event);
    events += 1;
    if (events - told < toldEvery) return;
    options.onEvents?.(events - told);
    told = events;
  });
  options.onEvents?.(events - told);
  const orders = [...streams.values()].filter(({ fold }) => fold !== undefined).length;
  if (isCompared) await options.onHistories(historiesOf(part.key, streams, folded));
  return { events, streams: streams.size, orders, findings: findings.summary() };
};

const historiesOf = (
  prefix: string,
  streams: ReadonlyMap<string, AnyStreamCheck>,
  folded: readonly RecordedEvent[],
): PartHistories => {
  const broken = [...streams].filter(([, { isBroken }]) => isBroken).map(([stream]) => stream);
  const brokenStreams = new Set(broken);
  return {
    prefix,
    events: folded.filter(({ streamId }) => !brokenStreams.has(streamId)),
    broken: new Set(broken.map((stream) => stream.slice(stream.indexOf('-') + 1))),
  };
};

const eachLine = ({ path }: SpilledPart, onLine: (line: Line) => void): void => {
  const splitter = new LineSplitter(onLine);
  for (const chunk of fileChunks(path)) splitter.push(chunk);
  splitter.end();
};
