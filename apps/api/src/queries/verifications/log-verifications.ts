import { Worker } from 'node:worker_threads';
import type { Logger } from '#runtime';
import type { RunProgress, VerificationRun, VerificationRuns } from './verification-runs.js';
import type { VerificationResult } from './verification-result.js';
import type { LogToVerify, VerificationMessage } from './verification-thread.js';

const everyMs = 1_000;
/**
 * The memory limit of the verification thread. A verification needs a fixed amount of memory for a
 * log of any length, and the limit is several times this amount.
 */
const resourceLimits = { maxOldGenerationSizeMb: 512 };

export type VerifiedSources = Omit<LogToVerify, 'sealHash'>;

interface Parts {
  readonly runs: VerificationRuns;
  readonly sources: VerifiedSources;
  readonly logger: Logger;
}

/**
 * Verifies the whole log on request of a client. Only one verification runs at a time across all
 * processes. A separate thread does the work, so that requests are answered meanwhile.
 */
export class LogVerifications {
  #running: { readonly thread: Worker; readonly ended: Promise<void> } | undefined;

  constructor(private readonly parts: Parts) {}

  /**
   * Starts a verification and returns its run. If a verification is already running, its run is
   * returned.
   */
  async start(requestedBy: string, sealHash: string | undefined): Promise<VerificationRun> {
    const { run, isNew } = await this.parts.runs.begin(requestedBy, sealHash);
    if (isNew) this.#verify(run, sealHash);
    return run;
  }

  /** Ends the verification that runs in this process, and sets its status to `stopped`. */
  async stop(): Promise<void> {
    await this.#running?.thread.terminate();
    await this.#running?.ended;
  }

  #verify({ verificationId }: VerificationRun, sealHash: string | undefined): void {
    const { runs, sources, logger } = this.parts;
    const entry = new URL('./verification-thread.js', import.meta.url);
    const workerData: LogToVerify = { ...sources, sealHash };
    const thread = new Worker(entry, { workerData, resourceLimits });
    let progress: RunProgress | undefined;
    const alive = setInterval(() => {
      runs.progress(verificationId, progress).catch((error: unknown) => {
        logger.warn({ err: error }, 'the progress of a verification could not be stored');
      });
    }, everyMs);
    const ended = resultOf(thread, (now) => {
      progress = now;
    })
      .catch((error: unknown) => {
        logger.error({ err: error, verificationId }, 'a verification of the log failed');
        return undefined;
      })
      .then((result) => {
        clearInterval(alive);
        return runs.end(verificationId, result);
      })
      .catch((error: unknown) => {
        logger.warn({ err: error }, 'the result of a verification could not be stored');
      });
    this.#running = { thread, ended };
  }
}

/** The result of the thread, or `undefined` if the thread was ended early. */
const resultOf = (
  thread: Worker,
  onProgress: (progress: RunProgress) => void,
): Promise<VerificationResult | undefined> =>
  new Promise((resolve, reject) => {
    thread.on('message', (message: VerificationMessage) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else resolve(message.result);
    });
    thread.once('error', reject);
    thread.once('exit', () => {
      resolve(undefined);
    });
  });
