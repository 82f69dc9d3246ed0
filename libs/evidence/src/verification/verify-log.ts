import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finding, Findings } from '../findings/findings.js';
import { eventLine } from '../lines/event-line.js';
import { LineSplitter } from '../lines/line-splitter.js';
import { logPages, type LogSource } from '../lines/log-pages.js';
import { checkStatements } from '../statements/check-statements.js';
import { checkActionIds } from './action-ids.js';
import { verifyPartition, type PartitionResult } from './verify-partition.js';
import { type OrderHistories, type SettlementStreams } from './compare-read-model.js';
import {
  GuardedComparison,
  compareOrders,
  type ReadModelComparison,
} from './compare-read-model.js';
import {
  StreamsComparison,
  type StreamSource,
  type StreamInLog,
  HiddenStreams,
} from './hidden-streams.js';
import {
  crossStreamFilesOf,
  conclude,
  type CrossStreamFiles,
  checkSealsOf,
  joinStretches,
  type ScannedLog,
  noActionIds,
  noPartition,
  noSeals,
  noStatements,
} from './conclusion.js';
import { otherStreams, uncoveredPrefixes } from './log-partitions.js';
import { LogScan, type ScannedStretch } from './log-scan.js';
import {
  Progress,
  Stages,
  errorText,
  type Verification,
  type VerificationOptions,
} from './verification.js';

export interface VerifyLogOptions extends VerificationOptions {
  readonly log: LogSource;
  /** Position of the last event to verify, usually the end of the log. */
  readonly end: bigint;
  /**
   * If present, each stream is also read by itself, as commands read it, and compared with the log.
   */
  readonly streams?: StreamSource;
  /** If present, compares the read model with the log. */
  readonly compare?: ReadModelComparison;
}

/**
 * Verifies the log of a running event store with the same checks as an export. A stage that fails
 * becomes a finding and does not stop the others. Throws only if the verification is aborted.
 */
export const verifyLog = async (options: VerifyLogOptions): Promise<Verification> => {
  const workDirectory = mkdtempSync(join(tmpdir(), 'ledger-verify-'));
  const progress = new Progress(options);
  const stages = new Stages(options.signal);
  try {
    progress.begin('reading');
    const nothing = { stretches: [], isWhole: false };
    const { stretches, isWhole } = await stages.run({ what: 'the log', fallback: nothing }, () =>
      scanLog(options, workDirectory, progress),
    );
    const scanned = joinStretches(stretches);
    const seals = await stages.run({ what: 'the seals', fallback: noSeals }, () =>
      checkSealsOf(stretches, options.sealHash),
    );
    progress.begin('checking', scanned.events);
    const collected = crossStreamFilesOf(scanned, workDirectory);
    const compare = isWhole
      ? options.compare && new GuardedComparison(options.compare, stages)
      : undefined;
    const streams = options.streams && new StreamsComparison(options.streams, scanned.position);
    const checking = {
      ...{ progress, collected, stages, compare, streams },
      covered: new Set<string>(),
    };
    const parts = await verifyPartitions(scanned, checking);
    parts.push(await compareRest(scanned, checking));
    const statements = await stages.run({ what: 'the statements', fallback: noStatements }, () =>
      checkStatements(collected.entries),
    );
    const actionIds = await stages.run(
      { what: 'the ids of captures and refunds', fallback: noActionIds },
      () => checkActionIds(collected.actionIds),
    );
    const { sealHash } = options;
    const failed = stages.findings();
    return conclude({ scanned, seals, parts, statements, actionIds, sealHash, failed });
  } finally {
    rmSync(workDirectory, { recursive: true, force: true });
  }
};

const scanLog = async (
  options: VerifyLogOptions,
  workDirectory: string,
  progress: Progress,
): Promise<{ readonly stretches: readonly ScannedStretch[]; readonly isWhole: boolean }> => {
  const scan = new LogScan({ directory: workDirectory });
  try {
    const isWhole = await readInto(scan, options, progress);
    return { stretches: [scan.end()], isWhole };
  } finally {
    scan.close();
  }
};

/**
 * Reads the log until its end or until the event store fails to return it. A failure becomes a
 * finding. Returns whether the whole log was read.
 */
const readInto = async (
  scan: LogScan,
  { log, end, signal }: VerifyLogOptions,
  progress: Progress,
): Promise<boolean> => {
  let bytes = 0;
  let isWhole = true;
  const splitter = new LineSplitter((line) => {
    scan.add(line, () => `event ${scan.events} of the log`);
  });
  const range = { after: -1n, to: end, ...(signal && { signal }) };
  const hidden = new HiddenStreams();
  try {
    for await (const { events, systemEvents, position } of logPages(log, range, () => bytes)) {
      const lines = Buffer.from(events.map(eventLine).join(''));
      bytes += lines.length;
      splitter.push(lines);
      for (const event of systemEvents) hidden.add(event);
      progress.add(events.length, end > 0n ? Number(position) / Number(end) : 1);
    }
  } catch (error) {
    signal?.throwIfAborted();
    isWhole = false;
    const { position } = scan;
    const where = position < 0n ? 'from its beginning' : `after position ${position}`;
    const detail =
      `the log could not be read ${where}: ${errorText(error)}. Events from there on are not verified, and the read ` +
      'model is not compared';
    scan.findings.add({ kind: 'unreadable', ...(position >= 0n && { position }), detail });
  }
  for (const finding of hidden.findings()) scan.findings.add(finding);
  return isWhole;
};

interface PartitionRun {
  readonly progress: Progress;
  /**
   * The prefixes of order ids, and the key of all other streams, whose part of the log was already
   * compared with the read model. Orders and settlements that the read model has beyond them are
   * not in the log.
   */
  readonly covered: Set<string>;
  readonly collected: CrossStreamFiles;
  readonly stages: Stages;
  readonly compare: GuardedComparison | undefined;
  readonly streams: StreamsComparison | undefined;
}

const verifyPartitions = async (
  { parts, identity, position: readTo }: ScannedLog,
  { progress, covered, collected, stages, compare, streams: byStream }: PartitionRun,
): Promise<PartitionResult[]> => {
  const checked: PartitionResult[] = [];
  for (const part of parts) {
    const compared = new Findings();
    const add = (found: readonly Finding[]): void => {
      for (const finding of found) compared.add(finding);
    };
    const onHistories = async (histories: OrderHistories): Promise<void> => {
      covered.add(histories.prefix);
      if (compare !== undefined) add(await compareOrders(compare.orders, { ...histories, readTo }));
    };
    const onSettlements = async (streams: SettlementStreams): Promise<void> => {
      covered.add(otherStreams);
      add((await compare?.settlements(streams)) ?? []);
    };
    const onStreams = async (streams: Iterable<StreamInLog>): Promise<void> => {
      add((await byStream?.differences(streams)) ?? []);
    };
    const one = await stages.run(
      { what: `the streams of part ${part.key}`, fallback: noPartition },
      () =>
        verifyPartition(part, {
          ...{ ...collected, identity, onEvents: progress.add, onStreams },
          ...(compare && { onHistories, onSettlements }),
        }),
    );
    compared.addAll(one.findings);
    checked.push({ ...one, findings: compared.summary() });
  }
  return checked;
};

/** Finds orders and settlements of the read model that the log does not have. */
const compareRest = async (
  { position: readTo }: ScannedLog,
  { compare, covered }: PartitionRun,
): Promise<PartitionResult> => {
  const findings = new Findings();
  const add = (found: readonly Finding[]): void => {
    for (const finding of found) findings.add(finding);
  };
  if (compare !== undefined) {
    for (const prefix of uncoveredPrefixes('', covered)) {
      const nothing = { prefix, events: [], broken: new Set<string>(), readTo };
      add(await compareOrders(compare.orders, nothing));
    }
    if (!covered.has(otherStreams)) add(await compare.settlements({ whole: [], broken: [] }));
  }
  return { ...noPartition, findings: findings.summary() };
};
