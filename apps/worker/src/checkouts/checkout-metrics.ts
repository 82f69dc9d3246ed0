import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

/** The metrics of checkouts whose outcome only the gateway knew. */
@Injectable()
export class CheckoutMetrics {
  readonly #found: Counter<'result'>;

  constructor(registry: Registry) {
    this.#found = new Counter({
      name: 'ledger_gateway_checkouts_total',
      help: 'Checkouts whose outcome the worker found at the gateway',
      labelNames: ['result'],
      registers: [registry],
    });
  }

  found(result: 'recorded' | 'cancelled' | 'captured-elsewhere'): void {
    this.#found.inc({ result });
  }
}
