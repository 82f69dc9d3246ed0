import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, repository } from './system.js';

const program = join(repository, 'bin', 'ledger.mjs');
const outputBytesMax = 64 * 1024 * 1024;
/**
 * The time limit of a command. It is shorter than the timeout of a test, so that the error names
 * the command that hangs.
 */
const endsWithinMs = 100_000;

export interface Outcome {
  /** The exit code; `null` if a signal ended the process. */
  readonly code: number | null;
  readonly output: string;
  readonly complaint: string;
}

/**
 * Runs `npx ledger ...` to its end without blocking the event loop of the test process. While
 * blocked, the test process would not notice that a server has closed an idle connection, and would
 * use that connection for its next request.
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
        // True if `execFile` killed the process, because it ran too long or its output was too
        // large.
        if (error?.killed === true)
          reject(new Error(`ledger ${args.join(' ')} was killed`, { cause: error }));
        else resolve({ code: child.exitCode, output, complaint });
      },
    );
  });
