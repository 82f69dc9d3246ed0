import { describe, expect, test } from '@jest/globals';
import type { WooAnswer, WooStore } from './woo-caller.js';

type Shop = () => WooStore;

const captured = async (shop: WooStore, customer: object): Promise<string> => {
  const { number } = await shop.pendingOrder({ customer });
  const made = await shop.call(number, 'create_terminal_intent');
  const { id } = made.body as { id: string };
  await shop.tap(id);
  await shop.call(number, 'capture_terminal_payment', { payment_intent_id: id });
  return id;
};

const customer = {
  ...{ reference: 'anna', registered: true, email: 'anna@example.com', phone: '+46701234567' },
  ...{ firstName: 'Anna', lastName: 'Berg' },
  billingAddress: { line1: 'Gatan 1', postalCode: '111 22', city: 'Stockholm', countryCode: 'SE' },
  shippingAddress: { line1: 'Vägen 2', city: 'Lund', countryCode: 'SE' },
};

/** Specs of the calls other than captures that apps and shop pages need. */
export const describeFurtherCalls = (shopOf: Shop): void => {
  describe('a customer at the gateway', () => {
    test('of a registered person is one for all orders, and is kept up to date', async () => {
      const shop = shopOf();
      const first = await shop.pendingOrder({ customer });
      const made = await shop.call(first.number, 'create_customer');
      const { id } = made.body as { id: string };
      const moved = { ...customer, phone: '+46709999999' };
      const second = await shop.pendingOrder({ customer: moved });
      expect((await shop.call(second.number, 'create_customer')).body).toEqual({ id });
      const headers = { Authorization: 'Bearer sk_test_sandbox' };
      const answer = await fetch(`${shop.ledger.gatewayUrl}/v1/customers/${id}`, { headers });
      expect(await answer.json()).toMatchObject({
        ...{ name: 'Anna Berg', email: 'anna@example.com', phone: '+46709999999' },
        address: { line1: 'Gatan 1', postal_code: '111 22', city: 'Stockholm', country: 'SE' },
        shipping: { name: 'Anna Berg', address: { line1: 'Vägen 2', city: 'Lund' } },
      });
      const guest = await shop.pendingOrder({ customer: { email: 'guest@example.com' } });
      expect((await shop.call(guest.number, 'create_customer')).body).not.toEqual({ id });
    });
  });

  describe('a failure that the gateway keeps', () => {
    test.each([
      ['/customers', 'create_customer'],
      ['/payment_intents', 'create_terminal_intent'],
    ])('at %s does not stay: %s succeeds, and is repeated', async (path, action) => {
      const shop = shopOf();
      const { number } = await shop.pendingOrder();
      const body = new URLSearchParams({ fault: '500-after-effect', path, next: '1' });
      await fetch(`${shop.ledger.gatewayUrl}/sandbox/faults`, { method: 'POST', body });
      const headers = { 'Idempotency-Key': 'once' };
      const make = async (): Promise<WooAnswer> => shop.call(number, action, {}, { headers });
      const made = await make();
      expect(made.status).toBe(200);
      expect((await make()).body).toEqual(made.body);
    });
  });

  describe('the further calls', () => {
    test('make a token for a card reader', async () => {
      const { status, body } = await shopOf().sendSigned('POST', 'payments/connection_tokens');
      expect([status, body]).toEqual([
        200,
        { secret: expect.stringMatching(/^pst_test/), test_mode: true },
      ]);
    });

    test('say whether a payment belongs to an order, and write nothing', async () => {
      const shop = shopOf();
      const { number, id } = await shop.pendingOrder();
      const made = await shop.call(number, 'create_terminal_intent');
      const intent = (made.body as { id: string }).id;
      const prepare = async (order: string): Promise<WooAnswer> =>
        shop.call(order, 'prepare_terminal_payment', { payment_intent_id: intent });
      const before = await shop.history(id);
      expect(await prepare(number)).toMatchObject({
        status: 200,
        body: { id: intent, status: 'requires_payment_method' },
      });
      expect(await shop.history(id)).toEqual(before);
      const other = await shop.pendingOrder();
      expect(await prepare(other.number)).toMatchObject({
        status: 409,
        body: { code: 'wcpay_intent_order_mismatch' },
      });
      expect(await shop.call(number, 'prepare_terminal_payment')).toMatchObject({
        status: 400,
        body: { code: 'rest_missing_callback_param' },
      });
    });

    test('print a receipt of a captured payment, to its store alone', async () => {
      const shop = shopOf();
      const intent = await captured(shop, { firstName: 'Anna' });
      const receipt = async (one: string) =>
        shop.sendSigned('GET', `payments/readers/receipts/${one}`);
      const { status, body, headers } = await receipt(intent);
      expect([status, headers.get('content-type')]).toEqual([
        200,
        'application/json; charset=UTF-8',
      ]);
      const { html_content: html } = body as { html_content: string };
      for (const part of ['285.00 SEK', 'visa 4242', intent, 'T-Shirt', '<html'])
        expect(html).toContain(part);
      expect(await receipt('pi_unknown')).toMatchObject({
        status: 404,
        body: { code: 'generate_print_receipt_error' },
      });
      const held = await shop.authorizedOrder();
      expect(await receipt(held.intent)).toMatchObject({
        status: 400,
        body: { code: 'generate_print_receipt_error' },
      });
    });

    test('list what is held, sum it, and show one', async () => {
      const shop = shopOf();
      const { number, intent } = await shop.authorizedOrder('pm_card_visa', { customer });
      const get = async (path: string, query = '') =>
        shop.sendSigned('GET', `payments/authorizations${path}`, { query });
      const shown = {
        ...{ payment_intent_id: intent, order_id: Number(number), amount: 28_500 },
        ...{ amount_captured: 0, currency: 'sek', captured: false },
        ...{ customer_name: 'Anna Berg', customer_email: 'anna@example.com' },
        customer_country: 'SE',
        created: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      };
      const listed = async (): Promise<WooAnswer> => get('', 'pagesize=1');
      let list = await listed();
      // The list is repeated until it has the intent, because the read model is a moment later than
      // the log.
      while (!JSON.stringify(list.body).includes(intent)) list = await listed();
      expect(list.body).toEqual({ data: [shown] });
      expect((await get(`/${intent}`)).body).toEqual(shown);
      const summary = (await get('/summary')).body as { count: number; total: number };
      expect(summary).toMatchObject({ currency: 'sek', all_currencies: ['sek'] });
      expect(summary.count).toBeGreaterThan(0);
      expect(await get('/pi_unknown')).toMatchObject({ status: 404 });
      await shop.call(number, 'cancel_authorization', { payment_intent_id: intent });
      const cancelled = { ...shown, amount: 0, amount_captured: 0, captured: false };
      expect((await get(`/${intent}`)).body).toEqual(cancelled);
      for (const query of ['pagesize=101', 'pagesize=0', 'page=x', 'page=1001'])
        expect(await get('', query)).toMatchObject({
          status: 400,
          body: { code: 'rest_invalid_param' },
        });
      expect(await get('/a-b')).toMatchObject({ status: 404, body: { code: 'rest_no_route' } });
    });
  });
};
