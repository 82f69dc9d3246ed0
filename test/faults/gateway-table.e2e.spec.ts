import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GatewayFault, SeenRequest } from '../support/gateway-proxy.js';
import { eventually } from '../support/system.js';
import { gatewayWorks, type PaymentSums } from './support/gateway-works.js';
import { killAndRecover } from './support/killing.js';
import { SystemWithProxy } from './support/system-with-proxy.js';

/**
 * The worker captures, refunds and releases at the gateway over a faulty network. Each kind of work
 * meets each fault in each of its calls. This is done twice: with a worker that stays alive, and
 * with one that is killed after the gateway has acted but before its answer arrives. In the end the
 * gateway must have charged the right amount.
 */
const faults = ['reply-lost', '500-after-effect', 'stall', 'reset'] as const;
/**
 * For each capture, refund or release, the worker first reads the payment by GET, and then changes
 * it by POST.
 */
const calls = { reading: 'GET', change: 'POST' } as const;

interface FaultCase {
  readonly work: string;
  readonly call: keyof typeof calls;
  readonly fault: GatewayFault;
  readonly isKilled: boolean;
  orderId: string;
  intent: string;
  /** True if the next request of this case meets the fault. */
  isDue: boolean;
  /**
   * True if the gateway's answer is held back until the worker has been killed. The gateway has
   * acted by then.
   */
  isHeld: boolean;
}

const cases = Object.keys(gatewayWorks).flatMap((work) =>
  (['reading', 'change'] as const).flatMap((call) =>
    faults.flatMap((fault) =>
      [false, true].map((isKilled): FaultCase => {
        return {
          work,
          call,
          fault,
          isKilled,
          orderId: '',
          intent: '',
          isDue: false,
          isHeld: false,
        };
      }),
    ),
  ),
);

const nameOf = ({ work, call, fault, isKilled }: FaultCase): string =>
  `${work}, its ${call} ${fault}, ${isKilled ? 'after the worker was killed' : 'the worker alive'}`;

interface ShownOrder {
  readonly captured: number;
  readonly refunded: number;
  readonly captures: readonly { readonly status: string }[];
  readonly refunds?: readonly { readonly status: string }[];
  readonly payment: { readonly status: string };
}

describe('work at the gateway over a bad network', () => {
  let tested: SystemWithProxy;

  const caseOf = ({ url, body }: SeenRequest): FaultCase | undefined => {
    const [intent] = /pi_\w+/.exec(`${url} ${body}`) ?? [];
    return cases.find((one) => one.intent === intent);
  };

  const nextFault = (method: string, seen: SeenRequest): GatewayFault => {
    const found = caseOf(seen);
    if (found === undefined || found.isHeld || !found.isDue) return 'none';
    // After a kill, the first request meets the fault, be it GET or POST. The restarted worker
    // always begins by reading the payment.
    if (!found.isKilled && calls[found.call] !== method) return 'none';
    found.isDue = false;
    return found.fault;
  };

  const shown = async ({ orderId }: FaultCase): Promise<ShownOrder> =>
    (await tested.ledger.order(orderId)) as ShownOrder;

  const isPrepared = async (one: FaultCase): Promise<boolean> =>
    (await shown(one)).captured === gatewayWorks[one.work]!.prepared;

  /**
   * True if the gateway has completed the captures, refunds and releases, and the order's sums are
   * as expected.
   */
  const isDone = async (one: FaultCase): Promise<boolean> => {
    const { captured, refunded, captures, refunds = [], payment } = await shown(one);
    const { ends } = gatewayWorks[one.work]!;
    const isReleased = ends.status !== 'canceled' || payment.status === 'released';
    const isOpen = [...captures, ...refunds].some(({ status }) => status === 'requested');
    return isReleased && !isOpen && captured === ends.settled && refunded === ends.refunded;
  };

  const prepare = async (one: FaultCase, index: number): Promise<void> => {
    const { ledger } = tested;
    const intent = await tested.authorised(`table ${index}`);
    one.orderId = await ledger.registerCard(`table-${index}`, intent);
    const { prepared } = gatewayWorks[one.work]!;
    if (prepared > 0) await ledger.capture(one.orderId, prepared);
    one.intent = intent;
  };

  const inTurn = async (
    those: readonly FaultCase[],
    each: (one: FaultCase) => Promise<unknown>,
  ): Promise<void> => {
    for (const one of those) await each(one);
  };

  /**
   * Requests the capture, refund or release of each case. One request to the gateway meets the
   * fault, and the worker stays alive.
   */
  const runAlive = async (those: readonly FaultCase[]): Promise<void> => {
    await inTurn(those, async (one) => {
      one.isDue = true;
      await gatewayWorks[one.work]!.request(tested.ledger, one.orderId);
    });
  };

  /**
   * Requests the capture, refund or release of each case, holds the gateway's answers back, and
   * kills the worker. After the worker's restart, each case meets its fault once.
   */
  const runKilled = async (those: readonly FaultCase[]): Promise<void> => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const reached = new Set<FaultCase>();
    tested.proxy.held = async (_request, place, seen) => {
      const found = caseOf(seen);
      if (place !== 'answer' || found?.isHeld !== true) return;
      if (calls[found.call] !== seen.method) return;
      reached.add(found);
      await released;
    };
    await inTurn(those, async (one) => {
      one.isHeld = true;
      await gatewayWorks[one.work]!.request(tested.ledger, one.orderId);
    });
    await eventually('each call has had its effect', () => reached.size === those.length);
    for (const one of those) Object.assign(one, { isHeld: false, isDue: true });
    await killAndRecover(tested.system, 'worker');
    release();
  };

  beforeAll(async () => {
    tested = await SystemWithProxy.start(nextFault);
    for (const [index, one] of cases.entries()) await prepare(one, index);
    for (const one of cases) await eventually('the order is prepared', async () => isPrepared(one));
    await runKilled(cases.filter(({ isKilled }) => isKilled));
    await runAlive(cases.filter(({ isKilled }) => !isKilled));
    for (const one of cases)
      await eventually(`${nameOf(one)} ends`, async () => !one.isDue && isDone(one), 60_000);
  }, 300_000);

  afterAll(async () => tested.stop());

  const sumsOf = async (one: FaultCase): Promise<PaymentSums> => {
    const { captured, status } = await tested.intent(one.intent);
    const order = await shown(one);
    return {
      ...{ captured, status, refunds: await tested.refunds(one.intent) },
      ...{ settled: order.captured, refunded: order.refunded },
    };
  };

  test.each(cases.map((one) => ({ title: nameOf(one), one })))('$title', async ({ one }) => {
    expect(await sumsOf(one)).toEqual(gatewayWorks[one.work]!.ends);
    const { captures, refunds = [] } = await shown(one);
    for (const { status } of [...captures, ...refunds]) expect(status).toBe('settled');
  });
});
