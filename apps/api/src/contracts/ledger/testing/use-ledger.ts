import { afterAll, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Scope } from '#access';
import { RunningSystem } from '../../../../../../test/support/system.js';
import { registerExample } from '../orders/register-order.request.js';
import { LedgerCaller, type Answer } from './ledger-caller.js';

/** The running system for a spec file, with helpers to make stores, clients and orders. */
export class LedgerUnderTest {
  private system: RunningSystem | undefined;
  private bootstrap: LedgerCaller | undefined;

  constructor(private readonly environment: Readonly<Record<string, string>> = {}) {}

  async start(): Promise<void> {
    this.system = await RunningSystem.start({ environment: this.environment });
    const { url, clientId, clientSecret } = this.system;
    this.bootstrap = await LedgerCaller.authenticate(url, clientId, clientSecret);
  }

  async stop(): Promise<void> {
    await this.system?.stop();
    this.system?.remove();
  }

  get url(): string {
    if (this.system === undefined) throw new Error('The system was not started.');
    return this.system.url;
  }

  /**
   * The address of the event store. Some specs read events directly from it, as an auditor would.
   */
  get eventStoreUrl(): string {
    return this.system?.runFile.eventStoreUrl ?? '';
  }

  /** The address of the card gateway's sandbox. */
  get gatewayUrl(): string {
    return this.system?.runFile.gatewayUrl ?? '';
  }

  /**
   * The client that exists from the start. The client has all scopes and acts for the store
   * `demo-se`.
   */
  get demo(): LedgerCaller {
    if (this.bootstrap === undefined) throw new Error('The system was not started.');
    return this.bootstrap;
  }

  /** Makes a new store, and a client with these scopes for that store. */
  async clientOf(
    scopes: readonly Scope[],
    store: object = {},
  ): Promise<{ caller: LedgerCaller; store: string; clientId: string; clientSecret: string }> {
    const name = `store-${randomUUID()}`;
    const wanted = { store: name, salesSegment: 'B2C', currency: 'SEK', ...store };
    const made = await this.demo.post('/v1/stores', wanted);
    if (made.status !== 201) throw new Error(`No store: ${JSON.stringify(made.body)}`);
    const client = { clientId: `client-${randomUUID()}`, stores: [name], scopes };
    const { body } = await this.demo.post('/v1/clients', client);
    const { clientId, clientSecret } = body as { clientId: string; clientSecret: string };
    const caller = await LedgerCaller.authenticate(this.url, clientId, clientSecret);
    return { caller, store: name, clientId, clientSecret };
  }

  /**
   * Registers the example order of ledger.md under a new order number; `content` replaces parts of
   * it.
   */
  async register(content: object = {}, caller = this.demo): Promise<{ id: string; made: Answer }> {
    const made = await caller.post('/v1/orders', registration(content));
    if (made.status !== 202) throw new Error(`No order: ${JSON.stringify(made.body)}`);
    return { id: (made.body as { orderId: string }).orderId, made };
  }
}

/** The example registration of ledger.md with a new order number. */
export const registration = (content: object = {}): object => ({
  ...registerExample.invoice.value,
  orderNumber: `n-${randomUUID()}`,
  ...content,
});

/** Starts the system once for the spec file. */
export const useLedger = (environment?: Readonly<Record<string, string>>): LedgerUnderTest => {
  const ledger = new LedgerUnderTest(environment);
  beforeAll(async () => ledger.start());
  afterAll(async () => ledger.stop());
  return ledger;
};
