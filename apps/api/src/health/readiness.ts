import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { StoreDirectory } from '#access';
import { LedgerIdentity, LogMismatch } from '#event-log';
import { type BacklogStatus, GatewayBacklog } from '#gateway';
import { projectionStatus, type ProjectionStatus, SettlementProblems } from '#read-models';
import { type Logger, withTimeout } from '#runtime';
import type { Plain } from '../contract-kit/describe.js';
import { Departure } from '../http/departure.js';
import { LedgerState } from '../services/ledger-state.js';
import { loggerToken, poolToken } from '../services/service-tokens.js';
import type { ReadinessDto } from './health.dto.js';

const askMsMax = 3_000;

/**
 * Checks whether the event store, PostgreSQL and other dependencies are reachable. Health checks
 * that come at the same time share one result, so that they cannot become a load of their own.
 */
@Injectable()
export class Readiness {
  private readonly absences: LoggedAbsences;
  private asking: Promise<Plain<ReadinessDto>> | undefined;

  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    private readonly identity: LedgerIdentity,
    private readonly departure: Departure,
    private readonly ledger: LedgerState,
    private readonly problems: SettlementProblems,
    private readonly stores: StoreDirectory,
    @Inject(loggerToken) logger: Logger,
  ) {
    this.absences = new LoggedAbsences(logger);
  }

  async now(): Promise<Plain<ReadinessDto>> {
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    const readiness = await this.asking;
    // A process that leaves asks for no more requests, but still answers those that come.
    return this.departure.isLeaving
      ? { ...readiness, status: 'not ready', stopping: true }
      : readiness;
  }

  private async ask(): Promise<Plain<ReadinessDto>> {
    const [log, projection, problems, misnamed, gateway] = await Promise.allSettled([
      withTimeout(this.ledger.assertLog(), askMsMax, 'The event store'),
      withTimeout(projectionStatus(this.pool), askMsMax, 'PostgreSQL'),
      withTimeout(this.problems.count(), askMsMax, 'PostgreSQL'),
      withTimeout(this.stores.misnamedZones(), askMsMax, 'PostgreSQL'),
      withTimeout(new GatewayBacklog(this.pool).status(), askMsMax, 'PostgreSQL'),
    ]);
    this.absences.see('event store', log);
    this.absences.see('PostgreSQL', projection);
    // Without the identity no order can be named (docs/decisions/0029).
    const isLogUp = log.status === 'fulfilled' && this.identity.isKnown;
    const mismatch = log.status === 'rejected' && log.reason instanceof LogMismatch;
    const known = projection.status === 'fulfilled' ? projection.value : undefined;
    return {
      status: isLogUp && known !== undefined ? 'ready' : 'not ready',
      eventStore: {
        status: isLogUp ? 'up' : 'down',
        ...(mismatch && { fault: 'LOG_MISMATCH' as const }),
      },
      postgres: { status: known === undefined ? 'down' : 'up' },
      projection: known === undefined ? { status: 'down' } : { ...lagOf(known), ...this.damaged() },
      ...(gateway.status === 'fulfilled' && gatewayOf(gateway.value)),
      // Captures go on while settlements have problems, so the service is ready.
      ...(problems.status === 'fulfilled' &&
        problems.value > 0 && { settlementProblems: problems.value }),
      // Everybody may read this answer, so it does not name the stores. `ledger store list` names
      // them.
      ...(misnamed.status === 'fulfilled' &&
        misnamed.value.length > 0 && { misnamedZones: misnamed.value.length }),
    };
  }

  /** Other orders can still be captured, so damaged ones do not make the service unready. */
  private damaged(): { readonly damagedStreams?: number } {
    const { damagedStreams } = this.ledger;
    return damagedStreams > 0 ? { damagedStreams } : {};
  }
}

const gatewayOf = ({
  breaker,
  waiting,
  oldestSeconds,
}: BacklogStatus): Pick<Plain<ReadinessDto>, 'gateway'> =>
  breaker === undefined
    ? {}
    : {
        gateway: {
          status: breaker === 'closed' ? 'up' : 'down',
          waiting,
          oldestSeconds: Math.round(oldestSeconds),
        },
      };

/**
 * A projection that has stopped delays reads but refuses no command, so it does not make the
 * service unready.
 */
const staleSecondsMax = 60;

const lagOf = ({
  position,
  staleSeconds,
}: ProjectionStatus): Plain<ReadinessDto>['projection'] => ({
  status: staleSeconds !== undefined && staleSeconds <= staleSecondsMax ? 'up' : 'down',
  position: position.toString(),
  lagSeconds: staleSeconds ?? null,
});

/** Health says only that a dependency is away. The log says why, once for each reason. */
export class LoggedAbsences {
  readonly #reasons = new Map<string, string>();

  constructor(private readonly logger: Logger) {}

  see(dependency: string, asked: PromiseSettledResult<unknown>): void {
    if (asked.status === 'fulfilled') {
      if (this.#reasons.delete(dependency)) this.logger.info({ dependency }, 'ready again');
      return;
    }
    const why = asked.reason instanceof Error ? asked.reason.message : String(asked.reason);
    if (this.#reasons.get(dependency) !== why) this.logger.warn({ dependency, why }, 'not ready');
    this.#reasons.set(dependency, why);
  }
}
