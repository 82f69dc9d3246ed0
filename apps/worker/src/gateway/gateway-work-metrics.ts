import { Inject, Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';
import { GatewayBacklog } from '#gateway';
import { readGauges } from '#runtime';
import type { GatewayWork } from './order-work.js';

const backlogTexts = {
  ledger_gateway_orders_waiting: 'Orders that wait for the card gateway, up to 100000',
  ledger_gateway_oldest_waiting_seconds:
    'Waiting time of the oldest order that waits for the card gateway, in seconds',
};

const outcomes: Readonly<Record<string, string>> = {
  SettleCapture: 'settled',
  SettleRefund: 'settled',
  FailCapture: 'failed',
  FailRefund: 'failed',
  ReleaseAuthorization: 'released',
};

/**
 * Metrics of the calls to the card gateway: counts of known outcomes and of doubts (outcomes that
 * are not known), and the orders that wait.
 */
@Injectable()
export class GatewayWorkMetrics {
  readonly #outcomes: Counter<'work' | 'outcome'>;
  readonly #seconds: Histogram<'work'>;
  readonly #doubts: Counter<'reason'>;

  constructor(registry: Registry, @Inject(GatewayBacklog) backlog: GatewayBacklog) {
    const registers = [registry];
    this.#outcomes = new Counter({
      name: 'ledger_gateway_outcomes_total',
      help: 'Outcomes of captures, refunds and releases that were appended to the log',
      labelNames: ['work', 'outcome'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'ledger_gateway_outcome_seconds',
      help: 'Time from the request of a capture or a refund to its outcome in the log',
      labelNames: ['work'],
      buckets: [0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3_600],
      registers,
    });
    this.#doubts = new Counter({
      name: 'ledger_gateway_doubts_total',
      help: 'Attempts whose outcome is unknown, so that the gateway is asked again',
      labelNames: ['reason'],
      registers,
    });
    readGauges(registry, backlogTexts, async () => {
      const { waiting, oldestSeconds } = await backlog.status();
      return {
        ledger_gateway_orders_waiting: waiting,
        ledger_gateway_oldest_waiting_seconds: oldestSeconds,
      };
    });
  }

  appended(work: GatewayWork, command: string): void {
    const { kind } = work;
    this.#outcomes.inc({ work: kind, outcome: outcomes[command] ?? command });
    if (!('since' in work)) return;
    this.#seconds.observe({ work: kind }, (Date.now() - Date.parse(work.since)) / 1_000);
  }

  doubted(reason: string): void {
    this.#doubts.inc({ reason });
  }
}
