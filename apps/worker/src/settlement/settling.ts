import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from '#runtime';
import { loggerToken, paceToken } from '../connections/connection-tokens.js';
import type { Duty } from '../leadership/duty.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import type { Pace } from '../pace.js';
import { pause } from '../pause.js';
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

  async perform(_session: WorkerSession, signal: AbortSignal): Promise<void> {
    let cutAt = -Infinity;
    while (!signal.aborted) {
      if (performance.now() - cutAt >= this.pace.cutMs) {
        cutAt = performance.now();
        await this.trying('cut', (now) => this.cuts.cutDue(now, signal));
      }
      await this.trying('stated', (now) => this.statements.stateClosed(now, signal));
      await pause(this.pace.statementMs, signal);
    }
  }

  private async trying(what: string, work: (now: string) => Promise<void>): Promise<void> {
    try {
      await work(new Date().toISOString());
    } catch (error) {
      this.logger.warn(
        { err: error },
        `settlements could not be ${what}; the next search tries again`,
      );
    }
  }
}
