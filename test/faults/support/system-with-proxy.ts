import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, openGateway, type PaymentIntent } from '#gateway';
import { type GatewaySandbox, runGatewaySandbox } from '../../../apps/gateway-sandbox/src/main.js';
import { type GatewayFault, GatewayProxy, type SeenRequest } from '../../support/gateway-proxy.js';
import { RunningSystem } from '../../support/system.js';
import { LedgerClient } from './ledger-client.js';

const secretKey = 'sk_test_spec';

interface Parts {
  readonly dataDir: string;
  readonly sandbox: GatewaySandbox;
  readonly proxy: GatewayProxy;
  readonly gateway: Gateway;
  readonly system: RunningSystem;
  readonly ledger: LedgerClient;
}

/**
 * A running ledger and a gateway sandbox. The ledger reaches the sandbox through a proxy that
 * injects faults.
 */
export class SystemWithProxy {
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  static async start(
    next: (method: string, seen: SeenRequest) => GatewayFault,
  ): Promise<SystemWithProxy> {
    const dataDir = mkdtempSync(join(tmpdir(), 'gateway-faults-'));
    const sandbox = await runGatewaySandbox({ host: '127.0.0.1', port: 0, dataDir });
    const gateway = await openGateway({ apiBase: sandbox.url, secretKey });
    const proxy = await GatewayProxy.open(() => sandbox.url, next);
    const system = await RunningSystem.start({
      environment: { STRIPE_API_BASE: proxy.url, STRIPE_SECRET_KEY: secretKey },
    });
    const ledger = await LedgerClient.open(system);
    return new SystemWithProxy({ dataDir, sandbox, proxy, gateway, system, ledger });
  }

  get proxy(): GatewayProxy {
    return this.#parts.proxy;
  }

  get system(): RunningSystem {
    return this.#parts.system;
  }

  get ledger(): LedgerClient {
    return this.#parts.ledger;
  }

  async stop(): Promise<void> {
    const { dataDir, sandbox, proxy, system } = this.#parts;
    await system.stop();
    system.remove();
    proxy.close();
    await sandbox.stop();
    rmSync(dataDir, { recursive: true });
  }

  /** Authorises 285.00 kr on a card at the gateway, and returns the id of the payment intent. */
  async authorised(key: string): Promise<string> {
    const made = await this.#parts.gateway.createIntent(
      {
        ...{ amount: 28_500, currency: 'SEK', methods: ['card'], capture: 'manual' },
        ...{ confirm: true, paymentMethodId: 'pm_card_visa' },
      },
      key,
    );
    if (made.kind !== 'done') throw new Error(JSON.stringify(made));
    return made.value.id;
  }

  async intent(id: string): Promise<PaymentIntent> {
    const found = await this.#parts.gateway.readIntent(id);
    if (found.kind !== 'done') throw new Error(JSON.stringify(found));
    return found.value;
  }

  /** Returns how many refunds the gateway has made for a payment intent. */
  async refunds(intent: string): Promise<number> {
    const headers = { Authorization: `Bearer ${secretKey}` };
    const url = `${this.#parts.sandbox.url}/v1/refunds?payment_intent=${intent}`;
    const listed = (await (await fetch(url, { headers })).json()) as { data: unknown[] };
    return listed.data.length;
  }
}
