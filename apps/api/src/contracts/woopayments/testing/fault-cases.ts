import { describe, expect, test } from '@jest/globals';
import type { WooAnswer, WooStore } from './woo-caller.js';

/**
 * A call about a new order during which the gateway fails, and the state that is expected
 * afterwards.
 */
interface FaultCase {
  /** The path at the gateway whose next request fails. */
  readonly path: string;
  readonly action: string;
  /** True if the order's payment is already authorised before the call. */
  readonly isHeld: boolean;
  /** The types of events that must occur exactly once in the order's stream. */
  readonly once: readonly string[];
  /** The members that the intent at the gateway must have. */
  readonly intent?: object;
}

const captured = { status: 'succeeded', amount_received: 28_500 };
const settledOnce = ['OrderCaptured', 'CaptureSettled'];

const cases: readonly FaultCase[] = [
  {
    ...{ path: '/payment_intents', action: 'create_terminal_intent', isHeld: false },
    once: ['TerminalIntentCreated'],
  },
  { path: '/customers', action: 'create_customer', isHeld: false, once: ['CustomerLinked'] },
  ...['/payment_intents/', '/capture'].flatMap((path) =>
    ['capture_terminal_payment', 'capture_authorization'].map((action) => {
      return { path, action, isHeld: true, once: settledOnce, intent: captured };
    }),
  ),
  ...['/payment_intents/', '/cancel'].map((path) => {
    const action = 'cancel_authorization';
    const intent = { status: 'canceled', amount_received: 0 };
    return { path, action, isHeld: true, once: ['OrderCancelled'], intent };
  }),
];

const faults = ['500-after-effect', 'drop-after-effect', 'cut', '429'] as const;

/**
 * Makes each call while one of its requests to the gateway fails, once for each kind of fault. Then
 * repeats the call and checks that it had only one effect.
 */
export const describeFaults = (shopOf: () => WooStore): void => {
  const gateway = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = { Authorization: 'Bearer sk_test_sandbox' };
    const answer = await fetch(`${shopOf().ledger.gatewayUrl}${path}`, { headers, ...init });
    return answer.json();
  };

  describe('over a bad network', () => {
    test.each(cases.flatMap((one) => faults.map((fault) => ({ ...one, fault }))))(
      '$action has one effect: $fault at $path',
      async ({ fault, ...one }) => {
        const shop = shopOf();
        const order = one.isHeld ? await shop.authorizedOrder() : await shop.pendingOrder();
        const intent = 'intent' in order ? String(order.intent) : undefined;
        const body = new URLSearchParams({ fault, path: one.path, next: '1' });
        await gateway('/sandbox/faults', { method: 'POST', body });
        const parameters = intent === undefined ? {} : { payment_intent_id: intent };
        const headers = { 'Idempotency-Key': 'once' };
        const call = async (): Promise<WooAnswer> =>
          shop.call(order.number, one.action, parameters, { headers });

        let answer = await call();
        while (answer.status === 503) answer = await call();
        expect(answer.status).toBe(200);
        expect(await call()).toMatchObject({ status: 200, body: answer.body });
        const { types } = await shop.history(order.id);
        for (const type of one.once) expect(types.filter((each) => each === type)).toHaveLength(1);
        if (one.intent !== undefined)
          expect(await gateway(`/v1/payment_intents/${intent}`)).toMatchObject(one.intent);
      },
    );
  });
};
