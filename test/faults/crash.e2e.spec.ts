import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, RunningSystem } from '../support/system.js';
import type { Victim } from '../support/system.js';
import { CaptureClient } from './support/capture-client.js';
import { CaptureLoad } from './support/capture-load.js';
import { killAndRecover } from './support/killing.js';
import { LedgerClient } from './support/ledger-client.js';
import { readCaptures } from './support/read-captures.js';
import type { LoggedCapture } from './support/read-captures.js';
import { SeededRandom } from './support/seeded-random.js';

/**
 * Kills each process in turn while captures are posted. Afterwards every answer to a capture must
 * agree with the log, which is read without code of the ledger. `CRASH_SEED` repeats a run, and
 * `CRASH_ROUNDS` sets its length.
 */
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const rounds = Number(process.env['CRASH_ROUNDS'] ?? 5);
const victims: readonly Victim[] = ['event-node', 'api', 'worker', 'postgres', 'postgres-server'];
const kills = rounds * victims.length;
const roomy = 50_000_000;
/**
 * The total of some orders in minor units. The amount is so low that most captures exceed it and
 * are refused.
 */
const tight = 2_000;

const byKey = (captures: readonly LoggedCapture[]): Map<string | undefined, LoggedCapture[]> => {
  const found = new Map<string | undefined, LoggedCapture[]>();
  for (const capture of captures) {
    found.set(capture.idempotencyKey, [...(found.get(capture.idempotencyKey) ?? []), capture]);
  }
  return found;
};

describe(`captures under ${kills} kills (CRASH_SEED=${seed})`, () => {
  let system: RunningSystem;
  let ledger: LedgerClient;
  let client: CaptureClient;
  let load: CaptureLoad;
  let logged: LoggedCapture[];
  const totals = new Map<string, number>();

  beforeAll(async () => {
    const random = new SeededRandom(seed);
    system = await RunningSystem.start();
    ledger = await LedgerClient.open(system);
    for (let order = 1; order <= 12; order += 1) {
      const total = order <= 10 ? roomy : tight;
      totals.set(await ledger.register(`crash-${order}`, total), total);
    }
    client = new CaptureClient(system.url, ledger.token);
    load = new CaptureLoad(client, [...totals.keys()], { writers: 8, random });
    for (let kill = 0; kill < kills; kill += 1) {
      await load.moreAnswered(random.between(20, 120));
      await killAndRecover(system, victims[kill % victims.length]!);
    }
    await load.moreAnswered(50);
    await load.stop();
    logged = await readCaptures(system.runFile.eventStoreUrl!, [...totals.keys()]);
  }, 600_000);

  afterAll(async () => {
    expect(await system.stop()).toBe(0);
    system.remove();
  });

  test('nothing but documented answers was given', () => {
    expect(client.unexpected).toEqual([]);
    const refusals = load.answered.filter(({ answer }) => answer.status === 422);
    expect(refusals.length).toBeGreaterThan(0);
    const allowed = [
      'CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT',
      'CAPTURE_ORDER_ALREADY_CAPTURED',
    ];
    expect(refusals.filter(({ answer }) => !allowed.includes(answer.body.code ?? ''))).toEqual([]);
  });

  test('every 202 is in the log exactly once, as it was answered', () => {
    const found = byKey(logged);
    const asLogged = load.accepted.map(({ request }) => found.get(request.key));
    expect(asLogged).toEqual(
      load.accepted.map(({ request, answer }) => [
        {
          orderId: request.orderId,
          captureId: answer.body.captureId,
          amount: request.amount,
          idempotencyKey: request.key,
          revision: Number(answer.body.revision),
        },
      ]),
    );
    expect(load.accepted.length).toBeGreaterThan(kills * 20);
  });

  test('the log holds nothing else', () => {
    expect(logged.length).toBe(load.accepted.length);
  });

  test('no order was captured beyond its amount, and the read model equals the log', async () => {
    for (const [orderId, total] of totals) {
      const captures = logged.filter((capture) => capture.orderId === orderId);
      const captured = captures.reduce((sum, { amount }) => sum + amount, 0);
      expect(captured).toBeLessThanOrEqual(total);
      const lastRevision = Math.max(...captures.map(({ revision }) => revision));
      const order = await eventually('the read model has caught up', () =>
        ledger.orderAt(orderId, lastRevision),
      );
      expect(order).toMatchObject({ total, captured, remaining: total - captured });
      expect(order.revision).toBe(String(lastRevision));
      expect(order.captures.map(({ captureId, amount }) => ({ captureId, amount }))).toEqual(
        captures.map(({ captureId, amount }) => ({ captureId, amount })),
      );
    }
  });
});
