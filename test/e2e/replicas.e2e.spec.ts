import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRunFile } from '#runtime';
import { eventually, RunningSystem, survivors } from '../support/system.js';
import { WalleyCaller } from '../support/walley-caller.js';

const replicas = 3;
let system: RunningSystem;
let caller: WalleyCaller;

beforeAll(async () => {
  system = await RunningSystem.start({ environment: { API_REPLICAS: String(replicas) } });
  caller = await WalleyCaller.of(system.url, system);
});

afterAll(async () => {
  await system.stop();
  system.remove();
});

/** Returns the process ids of the children of a process that are still running. */
const childrenOf = (pid: number): number[] =>
  survivors(
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );

interface Answer {
  readonly status: number | undefined;
  readonly replayed: string | string[] | undefined;
  readonly location: string | undefined;
  readonly position: string | string[] | undefined;
}

const answerWithinMs = 15_000;

/**
 * Captures over a new connection each time, so that each capture reaches the next replica. Requests
 * on one connection would all reach the same one.
 */
const capture = async (orderId: string, key: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = request(`${system.url}/manage/orders/${orderId}/capture`, {
      method: 'POST',
      agent: new Agent({ keepAlive: false }),
      headers: { authorization: caller.authorization, 'x-idempotency': key },
    });
    call.on('error', reject);
    call.setTimeout(answerWithinMs, () => call.destroy(new Error('There was no answer in time')));
    call.on('response', (answer) => {
      const { statusCode, headers } = answer.resume();
      resolve({
        status: statusCode,
        replayed: headers['idempotency-replayed'],
        location: headers.location,
        position: headers['ledger-position'],
      });
    });
    call.end('{"amount": 95}');
  });

const api = (): number => system.pidOf('api');

describe('several API processes on one event store', () => {
  test('run behind one address', async () => {
    expect(childrenOf(api())).toHaveLength(replicas);
    expect((await fetch(`${system.url}/health/ready`)).status).toBe(200);
  });

  test('each have metrics of their own, beside those of the worker and the event node', async () => {
    const parts = readRunFile(system.dataDir)?.parts;
    const of = (name: string): readonly string[] => parts?.[name]?.metricsUrls ?? [];
    expect(of('api')).toHaveLength(replicas);
    const urls = ['event-node', 'worker', 'api'].flatMap(of);
    expect(new Set(urls).size).toBe(replicas + 2);
    const texts = await Promise.all(urls.map(async (url) => (await fetch(url)).text()));
    const [node = '', worker = '', ...replicaTexts] = texts;
    expect(node).toMatch(/^event_node_events_total [1-9]/m);
    expect(node).toMatch(/^event_node_disk_free_bytes [1-9]/m);
    expect(worker).toMatch(/^ledger_worker_active 1$/m);
    expect(worker).toMatch(/^ledger_projection_lag_events \d+$/m);
    expect(worker).toMatch(/^ledger_webhook_deliveries_dead 0$/m);
    expect(worker).toMatch(/^ledger_settlements_unstated 0$/m);
    expect(worker).toMatch(/^ledger_settlements_refused 0$/m);
    expect(worker).toMatch(/^ledger_damaged_streams 0$/m);
    for (const text of replicaTexts) expect(text).toMatch(/^ledger_projection_position \d+$/m);
    expect(replicaTexts.join('\n')).toMatch(
      /route="\/v1\/orders",method="POST",status="2xx"} [1-9]/,
    );
  });

  test('give one key one effect and equal answers, sent to all of them at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const orderId = await caller.register();
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 24 }, () => capture(orderId, key)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
      expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
      expect(answers.filter(({ replayed }) => replayed === undefined)).toHaveLength(1);
      const { invoices } = await caller.order(orderId, 1);
      expect(invoices).toHaveLength(1);
    }
  });

  test('go on serving while one that was killed is started again', async () => {
    const orderId = await caller.register();
    const [victim] = childrenOf(api());
    process.kill(victim!, 'SIGKILL');
    await eventually('it is gone', () => !survivors([victim!]).length || undefined);
    // For a moment, a new connection may still go to the replica that was killed. That request
    // fails, and the caller must repeat it (docs/operations.md).
    const key = randomUUID();
    const serves = async () => (await capture(orderId, key).catch(() => undefined))?.status;
    expect(await eventually('the others serve', serves)).toBe(202);
    await eventually('as many as before run', () => {
      const now = childrenOf(api());
      return (now.length === replicas && !now.includes(victim!)) || undefined;
    });
  });

  test('are gone after a stop', async () => {
    const pids = childrenOf(api());
    expect(await system.stop()).toBe(0);
    expect(survivors(pids)).toEqual([]);
  });
});
