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
 * Checks whether the event store, PostgreSQL and other dependencies can be reached. Health checks
 * that come at the same time share one result, so that many checks do not add load.
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
    // A process that is shutting down reports "not ready" so that it gets no new requests. The
    // requests that still arrive are answered.
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
    // An order's id is derived from the identity of the ledger, so no order can be registered or
    // found without it (docs/decisions/0029).
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
      // Settlements with problems are reported, but the service stays ready, because captures still
      // work.
      ...(problems.status === 'fulfilled' &&
        problems.value > 0 && { settlementProblems: problems.value }),
      // Everybody may read this answer, so it does not name the stores. `ledger store list` names
      // them.
      ...(misnamed.status === 'fulfilled' &&
        misnamed.value.length > 0 && { misnamedZones: misnamed.value.length }),
    };
  }

  /**
   * Orders with a damaged stream are reported, but the service stays ready, because all other
   * orders can be captured.
   */
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
 * If the read models are older than this, their projection is reported as down. The service stays
 * ready, because commands do not need the read models.
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

/**
 * Logs why a dependency cannot be reached, once for each new reason. The health answer itself gives
 * no reason.
 */
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
