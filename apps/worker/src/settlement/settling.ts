import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from '#runtime';
import { loggerToken, paceToken } from '../connections/connection-tokens.js';
import type { Duty } from '../leadership/duty.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import type { Pace } from '../pace.js';
import { repeatedly } from '../repeatedly.js';
import { ScheduledCuts } from './scheduled-cuts.js';
import { Statements } from './statements.js';

/** Cuts settlements when their period is over, and states what was cut. What fails is tried again at the next search. */
@Injectable()
export class Settling implements Duty {
  constructor(
    private readonly cuts: ScheduledCuts,
    private readonly statements: Statements,
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  /** Side by side: while a statement reads much of the log, the cuts of other stores are not late. */
  async perform(_session: WorkerSession, signal: AbortSignal): Promise<void> {
    const { cutMs, statementMs } = this.pace;
    await Promise.all([
      this.#repeatedly('cut', { everyMs: cutMs, signal }, (now) => this.cuts.cutDue(now, signal)),
      this.#repeatedly('stated', { everyMs: statementMs, signal }, (now) =>
        this.statements.stateClosed(now, signal),
      ),
    ]);
  }

  async #repeatedly(
    what: string,
    { everyMs, signal }: { readonly everyMs: number; readonly signal: AbortSignal },
    work: (now: string) => Promise<void>,
  ): Promise<void> {
    const onFailure = (error: unknown): void => {
      if (signal.aborted) return;
      const text = `settlements could not be ${what}; the next search tries again`;
      this.logger.warn({ err: error }, text);
    };
    await repeatedly({ everyMs, signal, onFailure }, () => work(new Date().toISOString()));
  }
}
