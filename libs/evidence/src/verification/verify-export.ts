import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestFile, parseManifest, type Segment } from '../export/manifest.js';
import { type SegmentRange, stretchesOf } from '../export/scan-export.js';
import type { FindingsSummary } from '../findings/findings.js';
import type { StatementResult } from '../statements/check-statements.js';
import type { PartitionResult } from './verify-partition.js';
import {
  crossStreamFilesOf,
  conclude,
  type CrossStreamFiles,
  areContinuous,
  joinStretches,
  type ScannedLog,
  noActionIds,
  noPartition,
  noSeals,
  noStatements,
} from './conclusion.js';
import type { ScannedStretch } from './log-scan.js';
import { Progress, Stages, type Verification, type VerificationOptions } from './verification.js';
import { currentThread, type Threads } from './jobs.js';

export interface VerifyExportOptions extends VerificationOptions {
  readonly directory: string;
  /**
   * Hash of a manifest that somebody stored outside the ledger. The export must have this manifest.
   */
  readonly manifestHash?: string | undefined;
  /** The threads to use. When the verification ends, the threads are ended too. */
  readonly threads?: Threads;
  /** Smallest number of bytes of the export for a thread. Only specs set this option. */
  readonly stretchBytes?: number;
}

/** The folder of the export does not exist. */
export class ExportNotFound extends Error {
  override readonly name = 'ExportNotFound';
}

/**
 * Verifies an export from its files alone. Needs as much temporary disk space as the export has. If
 * a stage fails, for example the check of the seals, the failure becomes a finding and the other
 * stages still run.
 */
export const verifyExport = async (options: VerifyExportOptions): Promise<Verification> => {
  const { directory, threads = currentThread, sealHash } = options;
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    await threads.end();
    throw new ExportNotFound(`The folder ${directory} does not exist`);
  }
  const workDirectory = mkdtempSync(join(tmpdir(), 'ledger-verify-'));
  const progress = new Progress(options);
  const stages = new Stages(options.signal);
  const means = { threads, progress, stages };
  try {
    const stretches = await stages.run({ what: 'the export', fallback: [] }, () =>
      scanAll({ ...options, workDirectory }, means),
    );
    const scanned = joinStretches(stretches);
    progress.begin('checking', scanned.events);
    const collected = crossStreamFilesOf(scanned, workDirectory);
    const [seals, parts] = await Promise.all([
      stages.run({ what: 'the seals', fallback: noSeals }, () =>
        threads.perform({ kind: 'seals', stretches, sealHash }, progress.add),
      ),
      verifyPartitions(scanned, collected, means),
    ]);
    const [statements, actionIds] = await checkAcrossStreams(collected, means);
    const failed = stages.findings();
    return conclude({ scanned, seals, parts, statements, actionIds, sealHash, failed });
  } finally {
    // The threads are ended before the folder is removed: after an abort, a thread may still use
    // the files.
    await threads.end();
    rmSync(workDirectory, { recursive: true, force: true });
  }
};

interface VerificationRun {
  readonly stages: Stages;
  readonly threads: Threads;
  readonly progress: Progress;
}

const checkAcrossStreams = (
  { entries, actionIds }: CrossStreamFiles,
  { threads, progress, stages }: VerificationRun,
): Promise<[StatementResult, FindingsSummary]> =>
  Promise.all([
    stages.run({ what: 'the statements', fallback: noStatements }, () =>
      threads.perform({ kind: 'statements', entries }, progress.add),
    ),
    stages.run({ what: 'the ids of captures and refunds', fallback: noActionIds }, () =>
      threads.perform({ kind: 'action-ids', ...actionIds }, progress.add),
    ),
  ]);

/**
 * Reads the export, one range of files on each thread. Each range must begin where the range before
 * it really ended. Otherwise the manifest is wrong, and the whole export is read again on one
 * thread, so that the findings are right.
 */
const scanAll = async (
  options: VerifyExportOptions & { readonly workDirectory: string },
  { threads, progress }: VerificationRun,
): Promise<ScannedStretch[]> => {
  const { directory, workDirectory, manifestHash } = options;
  const segments = segmentsSaid(directory);
  const scan = (name: string, range?: SegmentRange): Promise<ScannedStretch> => {
    const place = { directory, workDirectory: join(workDirectory, name) };
    return threads.perform({ kind: 'scan', ...place, manifestHash, range }, progress.add);
  };
  progress.begin('reading', eventsIn(segments));
  const ranges = stretchesOf(segments, threads.count, options.stretchBytes);
  if (ranges.length > 1) {
    const stretches = await Promise.all(ranges.map((range, at) => scan(`stretch-${at}`, range)));
    if (areContinuous(stretches)) return stretches;
    for (const at of ranges.keys())
      rmSync(join(workDirectory, `stretch-${at}`), { recursive: true });
    progress.begin('reading', eventsIn(segments));
  }
  return [await scan('log')];
};

const eventsIn = (segments: readonly Segment[]): number | undefined =>
  segments.length === 0 ? undefined : segments.reduce((sum, { events }) => sum + events, 0);

/**
 * Starts with the largest partition (group of streams), so that no thread is left with a large one
 * at the end.
 */
const verifyPartitions = async (
  { parts, identity }: ScannedLog,
  collected: CrossStreamFiles,
  { threads, progress, stages }: VerificationRun,
): Promise<PartitionResult[]> => {
  const waiting = parts.toSorted((one, other) => one.bytes - other.bytes);
  const checked: PartitionResult[] = [];
  const work = async (): Promise<void> => {
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      const job = { kind: 'check' as const, part, ...collected, identity };
      const what = `the streams of part ${part.key}`;
      const one = await stages.run({ what, fallback: noPartition }, () =>
        threads.perform(job, progress.add),
      );
      checked.push(one);
    }
  };
  await Promise.all(Array.from({ length: threads.count }, work));
  return checked;
};

/**
 * The files (segments) of the export as the manifest lists them, to plan the threads and to show
 * progress. The manifest itself is checked later.
 */
const segmentsSaid = (directory: string): readonly Segment[] => {
  try {
    return parseManifest(readFileSync(join(directory, manifestFile), 'utf8')).segments;
  } catch {
    return [];
  }
};
