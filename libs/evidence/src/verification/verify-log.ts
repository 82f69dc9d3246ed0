import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../findings/finding.js';
import { Findings } from '../findings/findings.js';
import { eventLine } from '../lines/event-line.js';
import { LineSplitter } from '../lines/line-splitter.js';
import { logPages } from '../lines/log-events.js';
import type { ReadsLog } from '../lines/log-events.js';
import { checkStatements } from '../statements/check-statements.js';
import type { EntriesPlace } from '../statements/statement-entries.js';
import { checkPart } from './check-part.js';
import type { CheckedPart, PartHistories, SettlementStreams } from './check-part.js';
import { compareOrders } from './compare-orders.js';
import { conclude, entriesPlace } from './conclude.js';
import { HiddenStreams } from './hidden-streams.js';
import { others, uncovered } from './part-key.js';
import { LogScan } from './log-scan.js';
import type { ScannedStretch } from './log-scan.js';
import { checkSealsOf, scannedLog } from './scanned-log.js';
import type { ScannedLog } from './scanned-log.js';
import { Progress } from './progress.js';
import type { Verification, VerificationOptions } from './verification.js';

export interface VerifyLogOptions extends VerificationOptions {
  readonly log: ReadsLog;
  /** Position of the last event to verify: the end of the log now. */
  readonly end: bigint;
  /** Compares with the log what was made of it; answers what differs. */
  readonly compare?: Comparison;
}

export interface Comparison {
  readonly orders: (histories: PartHistories) => Promise<readonly Finding[]>;
  readonly settlements: (streams: SettlementStreams) => Promise<readonly Finding[]>;
}

/** Verifies the log of a running event store, by the same steps as an export of it. */
export const verifyLog = async (options: VerifyLogOptions): Promise<Verification> => {
  const workDirectory = mkdtempSync(join(tmpdir(), 'ledger-verify-'));
  const progress = new Progress(options);
  try {
    progress.begin('reading');
    const stretch = await scanLog(options, workDirectory, progress);
    const [scanned, seals] = [scannedLog([stretch]), checkSealsOf([stretch])];
    progress.begin('checking', scanned.events);
    const covered = new Set<string>();
    const entries = entriesPlace(scanned, workDirectory);
    const parts = await checkParts(scanned, options, { progress, covered, entries });
    parts.push(await compareRest(options, covered));
    const statements = checkStatements(entries);
    return conclude({ scanned, seals, parts, statements, sealHash: options.sealHash });
  } finally {
    rmSync(workDirectory, { recursive: true, force: true });
  }
};

const scanLog = async (
  { log, end, signal }: VerifyLogOptions,
  workDirectory: string,
  progress: Progress,
): Promise<ScannedStretch> => {
  const scan = new LogScan({ directory: workDirectory });
  let bytes = 0;
  const splitter = new LineSplitter((line) => {
    scan.see(line, () => `event ${scan.events} of the log`);
  });
  const range = { after: -1n, to: end, ...(signal && { signal }) };
  const hidden = new HiddenStreams();
  try {
    for await (const { events, ofStore, position } of logPages(log, range, () => bytes)) {
      const lines = Buffer.from(events.map(eventLine).join(''));
      bytes += lines.length;
      splitter.push(lines);
      for (const event of ofStore) hidden.see(event);
      progress.add(events.length, end > 0n ? Number(position) / Number(end) : 1);
    }
    for (const finding of hidden.findings()) scan.findings.add(finding);
    return scan.end();
  } finally {
    scan.close();
  }
};

interface Checking {
  readonly progress: Progress;
  /** The parts that were compared. */
  readonly covered: Set<string>;
  readonly entries: EntriesPlace;
}

const checkParts = async (
  { parts, identity }: ScannedLog,
  { compare }: VerifyLogOptions,
  { progress, covered, entries }: Checking,
): Promise<CheckedPart[]> => {
  const checked: CheckedPart[] = [];
  for (const part of parts) {
    const compared = new Findings();
    const onHistories = async (histories: PartHistories): Promise<void> => {
      covered.add(histories.prefix);
      if (compare === undefined) return;
      for (const finding of await compareOrders(compare.orders, histories)) compared.add(finding);
    };
    const onSettlements = async (streams: SettlementStreams): Promise<void> => {
      covered.add(others);
      for (const finding of (await compare?.settlements(streams)) ?? []) compared.add(finding);
    };
    const one = await checkPart(part, {
      ...{ entries, identity, onEvents: progress.add },
      ...(compare && { onHistories, onSettlements }),
    });
    compared.addAll(one.findings);
    checked.push({ ...one, findings: compared.summary() });
  }
  return checked;
};

/** Of orders and settlements that the log does not have there must be nothing either. */
const compareRest = async (
  { compare }: VerifyLogOptions,
  covered: ReadonlySet<string>,
): Promise<CheckedPart> => {
  const findings = new Findings();
  const add = (found: readonly Finding[]): void => {
    for (const finding of found) findings.add(finding);
  };
  if (compare !== undefined) {
    for (const prefix of uncovered('', covered)) {
      add(await compareOrders(compare.orders, { prefix, events: [], broken: new Set() }));
    }
    if (!covered.has(others)) add(await compare.settlements({ whole: [], broken: [] }));
  }
  return { events: 0, streams: 0, orders: 0, findings: findings.summary() };
};
