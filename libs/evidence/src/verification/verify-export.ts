import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestFile, parseManifest, UnreadableManifest } from '../export/manifest.js';
import type { EntriesPlace } from '../statements/statement-entries.js';
import type { CheckedPart } from './check-part.js';
import { conclude, entriesPlace } from './conclude.js';
import type { Scanned } from './log-scan.js';
import { Progress } from './progress.js';
import { noThreads } from './threads.js';
import type { Threads } from './threads.js';
import type { Verification, VerificationOptions } from './verification.js';

export interface VerifyExportOptions extends VerificationOptions {
  readonly directory: string;
  /** Of a manifest that was kept elsewhere: the export's has to be that one. */
  readonly manifestHash?: string | undefined;
  /** Ended with the verification. */
  readonly threads?: Threads;
}

/** There is no export in the directory. */
export class NoExport extends Error {
  override readonly name = 'NoExport';
}

/** Verifies an export with nothing but its files. Needs as much room for temporary files as the export has. */
export const verifyExport = async (options: VerifyExportOptions): Promise<Verification> => {
  const { directory, threads = noThreads, sealHash, manifestHash } = options;
  if (!existsSync(join(directory, manifestFile))) {
    await threads.end();
    throw new NoExport(`${directory} has no ${manifestFile}: it is no export`);
  }
  const workDirectory = mkdtempSync(join(tmpdir(), 'ledger-verify-'));
  const progress = new Progress(options);
  try {
    progress.begin('reading', eventsSaid(directory));
    const scanned = await threads.perform(
      { kind: 'scan', directory, workDirectory, manifestHash },
      progress.add,
    );
    progress.begin('checking', scanned.events);
    const entries = entriesPlace(scanned, workDirectory);
    const parts = await checkParts(scanned, entries, { threads, progress });
    const statements = await threads.perform({ kind: 'statements', entries }, progress.add);
    return conclude({ scanned, parts, statements, sealHash });
  } finally {
    // Before their files are removed: a thread may be at work when the verification is stopped.
    await threads.end();
    rmSync(workDirectory, { recursive: true, force: true });
  }
};

/** The largest first, so that no thread is left with one at the end. */
const checkParts = async (
  { parts }: Scanned,
  entries: EntriesPlace,
  { threads, progress }: { threads: Threads; progress: Progress },
): Promise<CheckedPart[]> => {
  const waiting = parts.toSorted((one, other) => one.bytes - other.bytes);
  const checked: CheckedPart[] = [];
  const work = async (): Promise<void> => {
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      checked.push(await threads.perform({ kind: 'check', part, entries }, progress.add));
    }
  };
  await Promise.all(Array.from({ length: threads.count }, work));
  return checked;
};

/** For the progress alone; what the manifest says is checked later. */
const eventsSaid = (directory: string): number | undefined => {
  try {
    return parseManifest(readFileSync(join(directory, manifestFile), 'utf8')).events;
  } catch (error) {
    if (error instanceof UnreadableManifest) return undefined;
    throw error;
  }
};
