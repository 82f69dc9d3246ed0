import type { Finding } from '../findings/finding.js';
import { Findings } from '../findings/findings.js';
import type { FindingsSummary } from '../findings/findings.js';

/** What a part of a verification is about, and what stands for its result when it fails. */
export interface Stage<Result> {
  /** Begins a sentence: `the seals`. */
  readonly what: string;
  readonly kind?: Finding['kind'];
  readonly place?: Pick<Finding, 'stream' | 'position'>;
  readonly fallback: Result;
}

/**
 * Runs the parts of a verification so that none takes the others with it: one that fails is a finding that says why, and the
 * others go on. Only a verification that was asked to stop ends at once.
 */
export class Stages {
  readonly #findings = new Findings();

  constructor(private readonly signal?: AbortSignal) {}

  async run<Result>(stage: Stage<Result>, work: () => Promise<Result> | Result): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.signal?.throwIfAborted();
      const { what, kind = 'unreadable', place, fallback } = stage;
      const detail = `${what} could not be verified: ${errorText(error)}`;
      this.#findings.add({ kind, ...place, detail });
      return fallback;
    }
  }

  findings(): FindingsSummary {
    return this.#findings.summary();
  }
}

/** What an error says, with what it was caused by: a fault of the event store says little without. */
export const errorText = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  const under = cause instanceof Error && !message.includes(cause.message) ? errorText(cause) : '';
  return under === '' ? message : `${message} (${under})`;
};
