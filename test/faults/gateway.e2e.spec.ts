import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GatewayFault } from '../support/gateway-proxy.js';
import { eventually } from '../support/system.js';
import { killAndRecover } from './support/killing.js';
import { SeededRandom } from './support/seeded-random.js';
import { SystemWithProxy } from './support/system-with-proxy.js';

/**
 * Captures card orders over a proxy that loses, damages and delays the gateway's answers, and kills
 * the worker meanwhile. In the end the gateway must have charged the right amounts. `GATEWAY_SEED`
 * repeats a run.
 */
const seed = Number(process.env['GATEWAY_SEED'] ?? Date.now() % 1_000_000);
const orders = 24;
const amounts = [9_500, 5_000, 5_000] as const;
const faults: readonly GatewayFault[] = [
  ...(['reply-lost', '500-after-effect', 'reset', 'refused'] as const),
];
/**
 * The number of stalled requests is limited, because each blocks its order until the request times
 * out.
 */
const stallsMax = 3;

interface CardCapture {
  readonly captureId: string;
  readonly status: string;
  readonly amount: number;
}

describe(`card captures through a bad network (GATEWAY_SEED=${seed})`, () => {
  const random = new SeededRandom(seed);
  const intents = new Map<string, string>();
  let isBad = true;
  let stalls = 0;
  let isNextStalled = false;
  let tested: SystemWithProxy;

  const nextFault = (method: string): GatewayFault => {
    if (isNextStalled && method === 'POST') {
      isNextStalled = false;
      return 'stall';
    }
    if (!isBad || random.between(0, 99) < 60) return 'none';
    if (method === 'POST' && stalls < stallsMax && random.between(0, 9) === 0) {
      stalls += 1;
      return 'stall';
    }
    return faults[random.between(0, faults.length - 1)] ?? 'none';
  };

  /**
   * Waits until the gateway has received `count` more requests and every fault has happened at
   * least once.
   */
  const requestsMore = async (count: number): Promise<void> => {
    const sum = (): number => [...tested.proxy.seen.values()].reduce((all, each) => all + each, 0);
    const before = sum();
    await eventually('the gateway is asked', () => {
      const met = faults.filter((fault) => tested.proxy.seen.has(fault));
      return (sum() >= before + count && met.length === faults.length) || undefined;
    });
  };

  const capturesOf = async (orderId: string): Promise<readonly CardCapture[]> =>
    ((await tested.ledger.order(orderId)) as { captures: readonly CardCapture[] }).captures;

  beforeAll(async () => {
    tested = await SystemWithProxy.start(nextFault);
    const { ledger, system } = tested;
    for (let order = 0; order < orders; order += 1) {
      const intent = await tested.authorised(`faults ${order}`);
      intents.set(await ledger.registerCard(`faults-${order}`, intent), intent);
    }
    for (const amount of amounts) {
      for (const orderId of intents.keys()) await ledger.capture(orderId, amount);
      await requestsMore(12);
      await killAndRecover(system, 'worker');
    }
    await requestsMore(12);
  }, 300_000);

  afterAll(async () => tested.stop());

  test('the network was bad', () => {
    const bad = [...tested.proxy.seen].filter(([fault]) => fault !== 'none');
    expect(bad.length).toBeGreaterThanOrEqual(faults.length);
  });

  test('each capture ends, once the gateway can be reached', async () => {
    isBad = false;
    for (const orderId of intents.keys()) {
      await eventually(
        'no capture is requested any more',
        async () =>
          (await capturesOf(orderId)).every(({ status }) => status !== 'requested') || undefined,
        180_000,
      );
    }
  }, 300_000);

  test('each was charged once: the sums at the gateway are those of the ledger', async () => {
    const whole = amounts.reduce((sum, amount) => sum + amount, 0);
    for (const [orderId, intent] of intents) {
      const captures = await capturesOf(orderId);
      const { captured } = await tested.intent(intent);
      const settled = captures
        .filter(({ status }) => status === 'settled')
        .reduce((sum, { amount }) => sum + amount, 0);
      expect(captured).toBe(settled);
      // In the end every capture must be settled. The proxy only breaks the connection, and the
      // gateway never refused a capture.
      expect([orderId, settled]).toEqual([orderId, whole]);
    }
  });

  test('a capture that the gateway makes, and stalls over, is settled later, and was made once', async () => {
    const { ledger, proxy } = tested;
    const intent = await tested.authorised('faults stalled');
    const orderId = await ledger.registerCard('faults-stalled', intent);
    const stalled = proxy.seen.get('stall') ?? 0;
    isNextStalled = true;
    const captureId = await ledger.capture(orderId, 9_500, 'stalled');
    await eventually('it stalls', () => (proxy.seen.get('stall') ?? 0) > stalled || undefined);
    expect(await ledger.capture(orderId, 9_500, 'stalled')).toBe(captureId);
    await eventually(
      'its outcome is known',
      async () =>
        (await capturesOf(orderId)).some(({ status }) => status !== 'requested') || undefined,
      60_000,
    );
    expect(await capturesOf(orderId)).toMatchObject([
      { captureId, status: 'settled', amount: 9_500 },
    ]);
    const found = await tested.intent(intent);
    expect(found).toMatchObject({ captured: 9_500, capturable: 19_000 });
  }, 90_000);

  test('the ledger says that the gateway works, and that nothing waits', async () => {
    await eventually('nothing waits', async () => {
      const answer = await fetch(`${tested.system.url}/health/ready`);
      const { gateway: shown } = (await answer.json()) as {
        gateway?: { status: string; waiting: number };
      };
      return (shown?.status === 'up' && shown.waiting === 0) || undefined;
    });
  });
});
