import { chainStart, eventIdOf, linkOf, settlementStreamOf } from '#event-log/offline';
import type { RecordedEvent, StoredEvent } from '#event-log/offline';
import {
  closeSettlement,
  evolveSettlement,
  payOutSettlement,
  reversePayout,
  settlementLineOf,
  stateSettlement,
  StatementSum,
} from '#ledger';
import type { Order, SettlementAccount, SettlementDecision } from '#ledger';

const of = { storeId: 'demo-se', currency: 'SEK' };
const at = '2026-03-01T23:00:00.000Z';

/** The settlements of the one store of a generated log: told its orders' events, it makes its own as the ledger does. */
export class GeneratedSettlements {
  readonly #streamId = settlementStreamOf(of);
  readonly #closed: StatementSum[] = [];
  #open = new StatementSum();
  /** Of the last settlement that was stated. */
  #stated = new StatementSum();
  #account: SettlementAccount | undefined;
  #chain = chainStart;

  take(order: Order, event: Pick<RecordedEvent, 'type' | 'data'>): void {
    const line = settlementLineOf(order, event as RecordedEvent);
    if (line !== undefined) this.#open.add(line);
  }

  cut(): StoredEvent {
    const head = { cuts: this.#account?.last.number ?? 0, firstUnsettledAt: at };
    this.#closed.push(this.#open);
    this.#open = new StatementSum();
    const command = { ...of, timeZone: 'Europe/Stockholm', at, periodEnd: at, head };
    return this.#recorded(closeSettlement(this.#account, { ...command, reason: 'schedule' }));
  }

  /** The oldest one that was cut and not stated. */
  state(): StoredEvent {
    const lines = this.#closed.shift()!;
    this.#stated = lines;
    return this.#recorded(stateSettlement(this.#account, { settlementId: this.#last, at, lines }));
  }

  payOut(): StoredEvent {
    const command = { settlementId: this.#last, at, reference: 'BG 1', byLog: this.#stated };
    return this.#recorded(payOutSettlement(this.#account, command));
  }

  reversePayout(): StoredEvent {
    const command = { settlementId: this.#last, at, reason: 'account closed' };
    return this.#recorded(reversePayout(this.#account, command));
  }

  payOutAnew(): StoredEvent {
    const payment = { reference: 'BG 2', paidOn: '2026-03-03' };
    const command = { settlementId: this.#last, at, ...payment, byLog: this.#stated };
    return this.#recorded(payOutSettlement(this.#account, command));
  }

  get #last(): string {
    return this.#account?.last.settlementId ?? '';
  }

  #recorded(decision: SettlementDecision): StoredEvent {
    if (decision.kind !== 'accepted') throw new Error(`It was not accepted: ${decision.kind}`);
    const { event, cause } = decision;
    const { type, data } = event;
    const account = evolveSettlement(this.#account, { ...event, cause });
    const actionId = data.settlementId;
    const metadata = {
      ...{ schemaVersion: 1, ...cause, clientId: 'worker', storeId: of.storeId },
      ...{ contract: 'system', endpoint: 'settlements', recordedAt: at },
      ...{ correlationId: actionId, causationId: actionId },
    };
    ({ chain: this.#chain } = linkOf(this.#chain, { type, data, metadata }));
    this.#account = account;
    const { revision } = account;
    const place = { streamId: this.#streamId, id: eventIdOf(this.#chain), revision };
    return {
      ...{ ...place, revision: BigInt(revision), type, data },
      metadata: { ...metadata, chain: this.#chain },
    };
  }
}
