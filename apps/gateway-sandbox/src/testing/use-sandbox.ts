import { afterAll, beforeAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { type GatewaySandbox, runGatewaySandbox, type SandboxLimits } from '../main.js';

/** Stripe's official client, connected to a sandbox. */
export const clientOf = (url: string, key = 'sk_test_spec'): Stripe => {
  const { hostname, port } = new URL(url);
  return new Stripe(key, {
    ...{ host: hostname, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false },
  });
};

/** Returns the error of a call, and fails the test if the gateway does not refuse the call. */
export const error = async (work: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  work.then(
    () => {
      throw new Error('It was not refused.');
    },
    (reason: unknown) => reason as Stripe.errors.StripeError,
  );

/** A sandbox that a spec can stop and start again with the same data. */
export class SandboxUnderTest {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'gateway-sandbox-'));
  #sandbox: GatewaySandbox | undefined;

  async start(limits: Partial<SandboxLimits> = {}): Promise<void> {
    await this.stop();
    const options = { host: '127.0.0.1', port: 0, dataDir: this.#dataDir };
    this.#sandbox = await runGatewaySandbox({ ...options, limits });
  }

  async stop(): Promise<void> {
    await this.#sandbox?.stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#dataDir, { recursive: true });
  }

  get url(): string {
    if (this.#sandbox === undefined) throw new Error('The sandbox was not started.');
    return this.#sandbox.url;
  }

  get stripe(): Stripe {
    return clientOf(this.url);
  }

  async post(path: string, body = '', headers = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  }

  /** Makes an intent that holds an amount on a card; returns the intent's id. */
  async authorised(amount = 10_000, method = 'pm_card_visa'): Promise<string> {
    const { id } = await this.stripe.paymentIntents.create({
      ...{ amount, currency: 'sek', payment_method: method, confirm: true },
      ...{ capture_method: 'manual', payment_method_types: ['card'] },
    });
    return id;
  }

  async received(id: string): Promise<number> {
    return (await this.stripe.paymentIntents.retrieve(id)).amount_received;
  }
}

/**
 * Starts a sandbox before the tests of a spec file, and removes the sandbox with its data
 * afterwards.
 */
export const useSandbox = (): SandboxUnderTest => {
  const sandbox = new SandboxUnderTest();
  beforeAll(async () => sandbox.start());
  afterAll(async () => sandbox.remove());
  return sandbox;
};
