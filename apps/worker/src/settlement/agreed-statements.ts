import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EventStore } from '#event-log';
import { StatementSum } from '#ledger';
import { damagesBefore, LineQueries } from '#read-models';
import type { SettlementView } from '#read-models';
import { eventStoreToken, poolToken } from '../connections/connection-tokens.js';
import { LoggedStatements } from './logged-statements.js';
import { agree, differenceOf, nameOf, rangeIn } from './statement-difference.js';

/** What settlements come to by the log, where the read model says the same. */
@Injectable()
export class AgreedStatements {
  readonly #logged: LoggedStatements;

  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    private readonly lines: LineQueries,
    @Inject(poolToken) private readonly pool: Pool,
  ) {
    this.#logged = new LoggedStatements(eventStore);
  }

  /** Reads the log for these settlements in one pass. */
  async prepare(settlements: readonly SettlementView[], signal: AbortSignal): Promise<void> {
    await this.#logged.read(settlements, signal);
  }

  /** The lines of a settlement that was prepared; a text says why there are none that both agree on. */
  async of(settlement: SettlementView): Promise<StatementSum | string | undefined> {
    const inLog = this.#logged.of(settlement.settlementId);
    if (inLog === undefined) return undefined;
    if (inLog.untold !== undefined)
      return `${nameOf(settlement)} is not stated: ${inLog.untold}. "ledger verify" tells more.`;
    const [damage] = await damagesBefore(this.pool, {
      ...settlement,
      position: settlement.position,
    });
    if (damage !== undefined)
      return `${nameOf(settlement)} is not stated: event ${damage.revision} of ${damage.streamId} is damaged (${damage.reason}), and captures or refunds may be missing. "ledger order damaged" tells more.`;
    const shown = new StatementSum();
    for await (const line of this.lines.all(rangeIn(inLog.cut))) shown.add(line);
    if (agree(shown, inLog.sum)) return inLog.sum;
    const { eventStore, lines } = this;
    return differenceOf({ settlement, inLog, shown }, { eventStore, lines });
  }
}
