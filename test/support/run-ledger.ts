import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, repository } from './system.js';

const program = join(repository, 'bin', 'ledger.mjs');
const outputBytesMax = 64 * 1024 * 1024;
/** Shorter than the limit of a test, so that a command that hangs ends before it. */
const endsWithinMs = 100_000;

export interface Outcome {
  /** `null` if a signal ended it. */
  readonly code: number | null;
  readonly output: string;
  readonly complaint: string;
}

/**
 * Runs `npx ledger ...` to its end without blocking the event loop. A blocked test would not notice
 * that a server closed an idle connection, and would send its next request there.
 */
export const runLedger = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const options = {
      cwd: tmpdir(),
      env: cleanEnvironment(environment),
      maxBuffer: outputBytesMax,
      timeout: endsWithinMs,
      killSignal: 'SIGKILL' as const,
    };
    const child = execFile(
      process.execPath,
      [program, ...args],
      options,
      (error, output, complaint) => {
        // `execFile` killed it, because of its time or the size of its output.
        if (error?.killed === true)
          reject(new Error(`ledger ${args.join(' ')} was killed`, { cause: error }));
        else resolve({ code: child.exitCode, output, complaint });
      },
    );
  });
