import type { VerificationOptions, VerificationProgress } from './verification.js';

/** Adds up the events of the steps and tells how far they are. */
export class Progress {
  readonly #startedAt = performance.now();
  #stepStartedAt = performance.now();
  #events = 0;
  #step: VerificationProgress['step'] = 'reading';
  #total: number | undefined;
  #share: number | undefined;

  constructor(private readonly options: VerificationOptions) {}

  begin(step: VerificationProgress['step'], eventsTotal?: number): void {
    this.#step = step;
    this.#events = 0;
    this.#share = undefined;
    this.#stepStartedAt = performance.now();
    this.#total = eventsTotal;
  }

  /** Ends the verification when it was asked to. `share` of this step, where positions tell it better. */
  readonly add = (events: number, share?: number): void => {
    this.#events += events;
    this.#share = share;
    this.options.signal?.throwIfAborted();
    this.options.onProgress?.({
      step: this.#step,
      events: this.#events,
      eventsTotal: this.#total,
      share: this.#shareOfAll(),
      seconds: secondsSince(this.#startedAt),
      stepSeconds: secondsSince(this.#stepStartedAt),
    });
    // Whoever was told may have asked for it; in a small log nobody is told once more.
    this.options.signal?.throwIfAborted();
  };

  /** Reading and checking take about as long as each other with two threads. */
  #shareOfAll(): number | undefined {
    const byEvents =
      this.#total === undefined ? undefined : this.#events / Math.max(this.#total, 1);
    const share = this.#share ?? byEvents;
    if (share === undefined) return undefined;
    return Math.min(1, this.#step === 'reading' ? share / 2 : 0.5 + share / 2);
  }
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1_000;
