import { describe, expect, test } from '@jest/globals';
import { SandboxPayments } from '../../ledger/testing/sandbox-payments.js';
import { error, tapped } from './woo-answers.js';
import type { WooAnswer, WooStore } from './woo-caller.js';

type Shop = () => WooStore;

const sandboxOf = (shop: WooStore): SandboxPayments => new SandboxPayments(shop.ledger.gatewayUrl);

const plan = async (shop: WooStore, fault: string, path: string): Promise<void> => {
  const body = new URLSearchParams({ fault, path, next: '1' });
  await fetch(`${shop.ledger.gatewayUrl}/sandbox/faults`, { method: 'POST', body });
};

const at = async (shop: WooStore, path: string): Promise<Record<string, unknown>> => {
  const headers = { Authorization: 'Bearer sk_test_sandbox' };
  const answer = await fetch(`${shop.ledger.gatewayUrl}/v1/${path}`, { headers });
  return (await answer.json()) as Record<string, unknown>;
};

const statusOf = ({ status, body }: WooAnswer): [number, unknown] => [status, body];

/** Specs of captures that the gateway refuses or does not answer. */
export const describeCaptures = (shopOf: Shop): void => {
  describe('a capture', () => {
    test('of a refunded order is refused, but for a repeat with its key', async () => {
      const shop = shopOf();
      const { number, id, intent } = await shop.authorizedOrder();
      const body = { payment_intent_id: intent };
      const headers = { 'Idempotency-Key': 'till-7' };
      const capture = async (other: object = {}, action = 'capture_authorization') =>
        shop.call(number, action, body, other);
      expect(await capture({ headers })).toMatchObject({ status: 200 });
      const maker = await shop.registrar();
      const refund = await maker.post(`/v1/orders/${id}/refunds`, { amount: 100 });
      expect(refund.status).toBe(202);
      for (const action of ['capture_terminal_payment', 'capture_authorization'])
        expect(await capture({}, action)).toMatchObject(
          error(
            400,
            'wcpay_refunded_order_uncapturable',
            'Payment cannot be captured for partially or fully refunded orders.',
          ),
        );
      expect(await capture({}, 'cancel_authorization')).toMatchObject(
        error(
          400,
          'wcpay_refunded_order_uncapturable',
          'Payment cannot be canceled for partially or fully refunded orders.',
        ),
      );
      expect(statusOf(await capture({ headers }))).toEqual([
        200,
        { status: 'succeeded', id: intent },
      ]);
    });

    test('of another request under a key is refused, also when the order would refuse', async () => {
      const shop = shopOf();
      const { number, body } = await tapped(shop);
      const headers = { 'Idempotency-Key': 'till-8' };
      const action = 'capture_terminal_payment';
      expect(await shop.call(number, action, body, { headers })).toMatchObject({ status: 200 });
      const other = { payment_intent_id: 'pi_other' };
      expect(await shop.call(number, action, other, { headers })).toMatchObject(
        error(422, 'idempotency_key_reused'),
      );
    });

    test('of parcels of one price is made for each key', async () => {
      const shop = shopOf();
      const { number, id, intent } = await shop.authorizedOrder();
      const body = { payment_intent_id: intent, amount: 9_500 };
      const capture = async (key: string) =>
        shop.call(number, 'capture_authorization', body, { headers: { 'Idempotency-Key': key } });
      for (const key of ['parcel-1', 'parcel-2', 'parcel-2', 'parcel-3'])
        expect(await capture(key)).toMatchObject({ status: 200 });
      expect(await capture('parcel-4')).toMatchObject(error(400, 'wcpay_invalid_capture_amount'));
      const { types, status } = await shop.history(id);
      expect(types.filter((type) => type === 'CaptureSettled')).toHaveLength(3);
      expect(status).toBe('Activated');
      expect(await at(shop, `payment_intents/${intent}`)).toMatchObject({
        amount_received: 28_500,
      });
      const more = { ...body, amount: 100 };
      expect(await shop.call(number, 'capture_authorization', more)).toMatchObject(
        error(400, 'wcpay_invalid_capture_amount'),
      );
    });

    test('says that it repeats a former one', async () => {
      const shop = shopOf();
      const { number, intent } = await shop.authorizedOrder();
      const capture = async (amount: number, headers: Record<string, string> = {}) => {
        const body = { payment_intent_id: intent, amount };
        const answer = await shop.call(number, 'capture_authorization', body, { headers });
        return [answer.status, answer.headers.get('idempotency-replayed')];
      };
      expect(await capture(9_500)).toEqual([200, null]);
      expect(await capture(9_500)).toEqual([200, 'true']);
      expect(await capture(9_500, { 'Idempotency-Key': 'k' })).toEqual([200, null]);
      expect(await capture(9_500, { 'Idempotency-Key': 'k' })).toEqual([200, 'true']);
      expect(await at(shop, `payment_intents/${intent}`)).toMatchObject({
        amount_received: 19_000,
      });
    });

    test('of all is no repeat of a part after which the rest was cancelled', async () => {
      const shop = shopOf();
      const { number, intent } = await shop.authorizedOrder();
      const body = { payment_intent_id: intent };
      await shop.call(number, 'capture_authorization', { ...body, amount: 9_500 });
      expect(await shop.call(number, 'cancel_authorization', body)).toMatchObject({ status: 200 });
      for (const action of ['capture_authorization', 'capture_terminal_payment'])
        expect(await shop.call(number, action, body)).toMatchObject(
          error(409, 'wcpay_payment_uncapturable'),
        );
    });

    test('below the smallest amount has a code of its own', async () => {
      const shop = shopOf();
      const { number, intent } = await shop.authorizedOrder();
      const body = { payment_intent_id: intent, amount: 10 };
      expect(await shop.call(number, 'capture_authorization', body)).toMatchObject(
        error(400, 'wcpay_capture_error_amount_too_small'),
      );
    });

    test('of a payment that lapsed is refused', async () => {
      const shop = shopOf();
      const { number, intent, body } = await tapped(shop);
      const lapse = `${shop.ledger.gatewayUrl}/sandbox/intents/${intent}/lapse`;
      await fetch(lapse, { method: 'POST' });
      for (const [action, word] of [
        ['capture_terminal_payment', 'captured'],
        ['cancel_authorization', 'canceled'],
      ] as const)
        expect(await shop.call(number, action, body)).toMatchObject(
          error(409, 'wcpay_payment_uncapturable', `The payment cannot be ${word}`),
        );
    });

    test('of an authorisation that lapsed is refused, and marks the payment as lapsed', async () => {
      const shop = shopOf();
      const { number, id, intent } = await shop.authorizedOrder();
      await sandboxOf(shop).lapse(intent);
      const body = { payment_intent_id: intent };
      const headers = { 'Idempotency-Key': 'late' };
      for (const other of [{ headers }, { headers }, {}])
        expect(await shop.call(number, 'capture_authorization', body, other)).toMatchObject(
          error(409, 'wcpay_payment_uncapturable', 'The payment cannot be captured'),
        );
      const order = await (await shop.registrar()).get(`/v1/orders/${id}`);
      expect(order.body).toMatchObject({
        ...{ status: 'NotActivated', remaining: 28_500, payment: { status: 'lapsed' } },
      });
      expect((await shop.history(id)).types).toEqual([
        ...['OrderRegistered', 'OrderAuthorized', 'OrderCaptured', 'CaptureFailed'],
      ]);
      const authorization = await shop.sendSigned('GET', `payments/authorizations/${intent}`);
      expect(authorization.body).toMatchObject({ amount: 0, amount_captured: 0, captured: false });
    });

    test('of a payment that was captured at the tap needs no call, and is recorded', async () => {
      const shop = shopOf();
      const { number, id } = await shop.pendingOrder();
      const options = { capture_method: 'automatic', metadata: { till: 7, shift: 'a' } };
      const made = await shop.call(number, 'create_terminal_intent', options);
      const { id: intent } = made.body as { id: string };
      expect(await at(shop, `payment_intents/${intent}`)).toMatchObject({
        ...{ amount: 28_500, currency: 'sek', capture_method: 'automatic' },
        metadata: { till: '7', shift: 'a', order_id: number, order_number: number },
      });
      await shop.tap(intent);
      const body = { payment_intent_id: intent };
      expect(await shop.call(number, 'capture_terminal_payment', body)).toMatchObject({
        status: 200,
      });
      const captures = await (await shop.registrar()).get(`/v1/orders/${id}/history`);
      expect(JSON.stringify(captures.body)).toMatch(/"receiptUrl":"http/);
    });

    test('waits for a gateway that is away: 503, nothing is written, and the repeat succeeds', async () => {
      const shop = shopOf();
      const { number, id, body } = await tapped(shop);
      await sandboxOf(shop).whileAway('/v1/payment_intents', async () => {
        const answer = await shop.call(number, 'capture_terminal_payment', body);
        expect(answer).toMatchObject(error(503, 'rest_gateway_unavailable'));
        expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThanOrEqual(1);
        const made = await shop.call(number, 'create_terminal_intent');
        expect(made.status).toBe(503);
      });
      expect((await shop.history(id)).types).toEqual(['OrderRegistered', 'TerminalIntentCreated']);
      let answer = await shop.call(number, 'capture_terminal_payment', body);
      while (answer.status === 503)
        answer = await shop.call(number, 'capture_terminal_payment', body);
      expect(answer.status).toBe(200);
    });
  });
};

/** Specs of cancellations, also of those that fail at the gateway. */
export const describeCancellations = (shopOf: Shop): void => {
  describe('a cancellation', () => {
    test('of an order that waits for its payment closes it with the tapped payment', async () => {
      const shop = shopOf();
      const { number, id, intent, body } = await tapped(shop);
      const headers = { 'Idempotency-Key': 'cancel-1' };
      const cancel = async (other: object = {}) =>
        shop.call(number, 'cancel_authorization', body, other);
      const canceled = [200, { status: 'canceled', id: intent }];
      expect(statusOf(await cancel({ headers }))).toEqual(canceled);
      expect((await shop.history(id)).status).toBe('Closed');
      expect(await at(shop, `payment_intents/${intent}`)).toMatchObject({ status: 'canceled' });
      expect(statusOf(await cancel({ headers }))).toEqual(canceled);
      expect(await cancel()).toMatchObject(error(409, 'wcpay_payment_uncapturable'));
    });

    test('needs a payment that is held', async () => {
      const shop = shopOf();
      const { number } = await shop.pendingOrder();
      const made = await shop.call(number, 'create_terminal_intent');
      const body = { payment_intent_id: (made.body as { id: string }).id };
      expect(await shop.call(number, 'cancel_authorization', body)).toMatchObject(
        error(409, 'wcpay_payment_uncapturable', 'The payment cannot be canceled'),
      );
    });

    test('that the gateway fails leaves the order as it was', async () => {
      const shop = shopOf();
      const { number, id, intent } = await shop.authorizedOrder();
      const body = { payment_intent_id: intent };
      await plan(shop, '500-before-effect', '/cancel');
      expect(await shop.call(number, 'cancel_authorization', body)).toMatchObject(
        error(
          502,
          'wcpay_cancel_error',
          expect.stringMatching(/^Payment cancel failed to complete with the following message: ./),
        ),
      );
      expect((await shop.history(id)).status).toBe('NotActivated');
      expect(await shop.call(number, 'cancel_authorization', body)).toMatchObject({ status: 200 });
    });

    test.each(['500-after-effect', 'drop-after-effect'])(
      'of which the intent says that it was made succeeded, whatever the answer: %s',
      async (fault) => {
        const shop = shopOf();
        const { number, id, intent } = await shop.authorizedOrder();
        await plan(shop, fault, '/cancel');
        const body = { payment_intent_id: intent };
        expect(statusOf(await shop.call(number, 'cancel_authorization', body))).toEqual([
          200,
          { status: 'canceled', id: intent },
        ]);
        expect((await shop.history(id)).status).toBe('Closed');
      },
    );

    test('whose record was lost is made whole by its repeat, but not one by somebody else', async () => {
      const shop = shopOf();
      for (const [reason, status] of [
        ['requested_by_customer', 200],
        ['abandoned', 409],
      ] as const) {
        const { number, intent } = await shop.authorizedOrder();
        await fetch(`${shop.ledger.gatewayUrl}/v1/payment_intents/${intent}/cancel`, {
          method: 'POST',
          headers: { Authorization: 'Bearer sk_test_sandbox' },
          body: new URLSearchParams({ cancellation_reason: reason }),
        });
        const body = { payment_intent_id: intent };
        expect((await shop.call(number, 'cancel_authorization', body)).status).toBe(status);
      }
    });

    test('by several calls at once is one, and each has its answer', async () => {
      const shop = shopOf();
      const { number, id, intent } = await shop.authorizedOrder();
      const body = { payment_intent_id: intent };
      const answers = await Promise.all(
        Array.from({ length: 3 }, async () => shop.call(number, 'cancel_authorization', body)),
      );
      for (const { status } of answers) expect([200, 409]).toContain(status);
      expect(answers.some(({ status }) => status === 200)).toBe(true);
      const { types } = await shop.history(id);
      expect(types.filter((type) => type === 'OrderCancelled')).toHaveLength(1);
    });
  });
};
