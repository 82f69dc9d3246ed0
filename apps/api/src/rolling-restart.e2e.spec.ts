import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiUnderTest } from '../../../test/support/api-under-test.js';
import { until } from '../../../test/support/until.js';
import { WalleyCaller } from '../../../test/support/walley-caller.js';
import type { RunningApi } from './main.js';
import { registerExample } from './contracts/ledger/orders/register-order.request.js';

/**
 * The balancer in this test needs far less time than this to notice that a replica is shutting
 * down.
 */
const shutdownDelaySeconds = 2;

const api = new ApiUnderTest({ shutdownDelaySeconds });
let authorization: string;
beforeAll(async () => {
  await api.start();
  ({ authorization } = await WalleyCaller.of(api.url));
});
afterAll(() => api.stop());

/** A simple load balancer, which sends requests only to replicas whose readiness probe succeeds. */
class Balancer {
  readonly #ready = new Set<string>();
  readonly served = new Map<string, number>();
  readonly failures: string[] = [];
  #isOver = false;
  readonly #work: Promise<void>[] = [];
  #turn = 0;

  constructor(private readonly urls: readonly string[]) {
    for (const url of urls) this.#work.push(this.#probe(url));
    for (let caller = 0; caller < 3; caller += 1) this.#work.push(this.#call());
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#work);
  }

  servedBy(url: string): number {
    return this.served.get(url) ?? 0;
  }

  isReady(url: string): boolean {
    return this.#ready.has(url);
  }

  async #probe(url: string): Promise<void> {
    while (!this.#isOver) {
      const status = await fetch(`${url}/health/ready`).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) this.#ready.add(url);
      else this.#ready.delete(url);
      await delay(20);
    }
  }

  async #call(): Promise<void> {
    while (!this.#isOver) {
      const ready = this.urls.filter((url) => this.#ready.has(url));
      this.#turn += 1;
      const url = ready[this.#turn % ready.length];
      if (url === undefined) await delay(5);
      else await this.#register(url);
    }
  }

  async #register(url: string): Promise<void> {
    const order = { ...registerExample.invoice.value, orderNumber: randomUUID() };
    try {
      const answer = await fetch(`${url}/v1/orders`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(order),
      });
      const told = await answer.text();
      if (answer.status === 202) this.served.set(url, this.servedBy(url) + 1);
      else this.failures.push(`${answer.status}: ${told}`);
    } catch (error) {
      this.failures.push(String((error as Error).cause ?? error));
    }
  }
}

test('a rolling restart of replicas under load fails no request', async () => {
  const replicas: RunningApi[] = [await api.startReplica(), await api.startReplica()];
  const urls = replicas.map(({ url }) => url);
  const balancer = new Balancer(urls);
  for (const [index, replica] of replicas.entries()) {
    const { url } = replica;
    const other = urls[1 - index] ?? '';
    await until(() => balancer.servedBy(url) > 0 && balancer.isReady(other));
    await replica.stop();
    expect(balancer.isReady(url)).toBe(false);
    const before = balancer.servedBy(url);
    replicas[index] = await api.startReplica(Number(new URL(url).port));
    await until(() => balancer.servedBy(url) > before + 10);
  }
  await balancer.stop();
  expect(balancer.failures).toEqual([]);
  expect(balancer.servedBy(urls[0] ?? '')).toBeGreaterThan(10);
});

test('a command whose body was on its way when the stop began is executed and answered', async () => {
  const replica = await api.startReplica();
  const order = { ...registerExample.invoice.value, orderNumber: randomUUID() };
  const body = JSON.stringify(order);
  const sent = request(`${replica.url}/v1/orders`, {
    agent: false,
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
      connection: 'keep-alive',
    },
  });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  const taken = once(sent, 'continue');
  sent.flushHeaders();
  await taken;
  sent.write(body.slice(0, 20));
  const stopped = replica.stop();
  // A refused request or connection shows that the API is closing.
  await until(() =>
    fetch(`${replica.url}/health/live`).then(
      ({ status }) => status === 503,
      () => true,
    ),
  );
  sent.end(body.slice(20));
  const [answer] = await answered;
  expect([answer.statusCode, answer.headers.connection]).toEqual([202, 'close']);
  expect(JSON.parse(await text(answer))).toMatchObject({ status: 'accepted' });
  await stopped;
});
