import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestFile, parseManifest } from '../export/manifest.js';
import type { Segment } from '../export/manifest.js';
import type { SegmentRange } from '../export/scan-export.js';
import type { PartitionResult } from './check-part.js';
import { crossStreamFilesOf, conclude } from './conclude.js';
import type { CrossStreamFiles } from './conclude.js';
import type { ScannedStretch } from './log-scan.js';
import { Progress } from './progress.js';
import { areContinuous, joinStretches } from './scanned-log.js';
import type { ScannedLog } from './scanned-log.js';
import { stretchesOf } from './stretches-of.js';
import { noActionIds, noPartition, noSeals, noStatements } from './nothing-checked.js';
import { Stages } from './stages.js';
import { currentThread } from './threads.js';
import type { Threads } from './threads.js';
import type { Verification, VerificationOptions } from './verification.js';

export interface VerifyExportOptions extends VerificationOptions {
  readonly directory: string;
  /** Of a manifest that was kept elsewhere: the export's has to be that one. */
  readonly manifestHash?: string | undefined;
  /** Ended with the verification. */
  readonly threads?: Threads;
  /** So much is read by a thread at least, bytes; in tests. */
  readonly stretchBytes?: number;
}

/** There is no such folder. */
export class ExportNotFound extends Error {
  override readonly name = 'NoExport';
}

/**
 * Verifies an export with nothing but its files. Needs as much room for temporary files as the export has. It always ends
 * with what it found, as `verifyLog` does.
 */
export const verifyExport = async (options: VerifyExportOptions): Promise<Verification> => {
  const { directory, threads = currentThread, sealHash } = options;
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    await threads.end();
    throw new ExportNotFound(`There is no folder ${directory}`);
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
    const { entries, actionIds: ids } = collected;
    const [statements, actionIds] = await Promise.all([
      stages.run({ what: 'the statements', fallback: noStatements }, () =>
        threads.perform({ kind: 'statements', entries }, progress.add),
      ),
      stages.run({ what: 'the ids of captures and refunds', fallback: noActionIds }, () =>
        threads.perform({ kind: 'action-ids', ...ids }, progress.add),
      ),
    ]);
    const failed = stages.findings();
    return conclude({ scanned, seals, parts, statements, actionIds, sealHash, failed });
  } finally {
    // Before their files are removed: a thread may be at work when the verification is stopped.
    await threads.end();
    rmSync(workDirectory, { recursive: true, force: true });
  }
};

interface VerificationRun {
  readonly stages: Stages;
  readonly threads: Threads;
  readonly progress: Progress;
}

/**
 * Reads the export in its order, a stretch on each thread. A stretch is taken to begin where the manifest says that the one
 * before it ends; if that does not hold, all is read once more in one go, so that the findings are those of the order.
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

/** The largest first, so that no thread is left with one at the end. */
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

/** For dividing the reading, and for the progress; what the manifest says is checked later. */
const segmentsSaid = (directory: string): readonly Segment[] => {
  try {
    return parseManifest(readFileSync(join(directory, manifestFile), 'utf8')).segments;
  } catch {
    return [];
  }
};
