import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, repository } from './system.js';

const program = join(repository, 'bin', 'ledger.mjs');
const outputBytesMax = 64 * 1024 * 1024;
/**
 * The time limit of a command in milliseconds. A test may run longer, so if a command hangs, the
 * error names the command instead of the test.
 */
const endsWithinMs = 100_000;

export interface Outcome {
  /** The exit code; `null` if the process was ended by a signal. */
  readonly code: number | null;
  readonly output: string;
  readonly complaint: string;
}

/**
 * Runs `npx ledger ...` and waits for its end without blocking the event loop. A blocked test
 * process would not notice that a server closed an idle connection, and its next request on that
 * connection would fail.
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
        // `execFile` itself killed the process, because it ran too long or printed too much.
        if (error?.killed === true)
          reject(new Error(`ledger ${args.join(' ')} was killed`, { cause: error }));
        else resolve({ code: child.exitCode, output, complaint });
      },
    );
  });
