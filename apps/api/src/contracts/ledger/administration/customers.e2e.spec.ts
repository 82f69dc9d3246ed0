import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../../../../../test/support/system.js';
import type { Answer, LedgerCaller } from '../testing/ledger-caller.js';
import { expectProblem, pointersOf } from '../testing/problem.js';
import { registration, useLedger } from '../testing/use-ledger.js';

const ledger = useLedger();

const customerOf = (words: object = {}) => ({
  reference: `c-${randomUUID()}`,
  email: `${randomUUID()}@example.com`,
  phone: '+46701234567',
  firstName: 'Anna',
  lastName: 'Lind',
  registered: true,
  billingAddress: { line1: 'Storgatan 1', city: 'Stockholm', countryCode: 'SE' },
  shippingAddress: { line1: 'Lagervägen 2', city: 'Umeå', countryCode: 'SE' },
  ...words,
});

const register = async (customer: object, content: object = {}): Promise<Answer> =>
  ledger.demo.post('/v1/orders', registration({ customer, ...content }));

const shown = async (made: Answer): Promise<unknown> => {
  const { orderId } = made.body as { orderId: string };
  const { body } = await ledger.demo.getAfter(made, `/v1/orders/${orderId}`);
  return (body as { customer?: unknown }).customer;
};

const erase = async (body: object, caller: LedgerCaller = ledger.demo): Promise<Answer> =>
  caller.post('/v1/customers/erase', { store: 'demo-se', ...body });

describe('an order with a customer', () => {
  test('shows it, while its history has it sealed', async () => {
    const customer = customerOf();
    const made = await register(customer);
    expect(made.status).toBe(202);
    expect(await shown(made)).toEqual(customer);

    const { orderId } = made.body as { orderId: string };
    const answer = await ledger.demo.get(`/v1/orders/${orderId}`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { body } = await ledger.demo.get(`/v1/orders/${orderId}/history`);
    const [entry] = (body as { entries: { data: object }[] }).entries;
    expect(entry?.data).toMatchObject({
      customer: { keyId: expect.any(String), sealed: expect.any(String) },
    });
    expect(JSON.stringify(body)).not.toMatch(/Anna|Lind|@example|Storgatan/);
  });

  test('is shown to Walley callers, and found by name in both contracts', async () => {
    const lastName = `Lind${randomUUID().slice(0, 8)}`;
    const made = await register(customerOf({ lastName }));
    const { orderId } = made.body as { orderId: string };
    await shown(made);
    const walley = await ledger.demo.get(`/manage/orders/${orderId}`);
    expect(walley.body).toMatchObject({
      data: {
        customer: { type: 'Person', name: `Anna ${lastName}`, city: 'Stockholm' },
        deliveryAddress: { receiverName: `Anna ${lastName}`, city: 'Umeå' },
        invoiceAddress: { city: 'Stockholm', email: expect.stringContaining('@example.com') },
      },
    });
    const listed = await ledger.demo.get(`/manage/orders?query=anna%20${lastName}`);
    expect(listed.body).toMatchObject({
      data: [{ id: orderId, customerDetails: { lastName }, deliveryAddress: { city: 'Umeå' } }],
    });
    const found = await ledger.demo.get(`/v1/orders?q=${lastName.toUpperCase()}`);
    expect(found.body).toMatchObject({ items: [{ orderId }] });
  });

  test('is the same request again with the same customer, and another with another', async () => {
    const customer = customerOf();
    const body = registration({ customer });
    const first = await ledger.demo.post('/v1/orders', body);
    const again = await Promise.all(
      Array.from({ length: 8 }, async () => ledger.demo.post('/v1/orders', body)),
    );
    for (const { status, body: answer } of again)
      expect({ status, answer }).toEqual({ status: 202, answer: first.body });
    const other = { ...body, customer: { ...customer, phone: '1' } };
    expectProblem(await ledger.demo.post('/v1/orders', other), 422, 'ORDER_NUMBER_TAKEN');
    const without = { ...body, customer: null };
    expectProblem(await ledger.demo.post('/v1/orders', without), 422, 'ORDER_NUMBER_TAKEN');
  });

  test('names every wrong field without what stood in it', async () => {
    const wrong = { email: 'anna at home', nationalId: '19800101', shippingAddress: { city: '' } };
    const answer = await register(wrong);
    expectProblem(answer, 400, 'VALIDATION_ERROR');
    expect(pointersOf(answer)).toEqual([
      '/customer/email',
      '/customer/nationalId',
      '/customer/shippingAddress/city',
    ]);
    expect(JSON.stringify(answer.body)).not.toMatch(/at home|1980/);
  });
});

describe('an erasure', () => {
  test('takes the person out of every answer, for good, and out of no other', async () => {
    const customer = customerOf();
    const made = [await register(customer), await register(customer)];
    const other = await register(customerOf());
    for (const each of [...made, other]) await shown(each);

    const erased = await erase({ customer: customer.reference });
    expect(erased.status).toBe(200);
    expect(erased.body).toEqual({
      store: 'demo-se',
      orders: 2,
      erasures: [
        { keyId: expect.any(String), erasedAt: expect.any(String), erasedBy: expect.any(String) },
      ],
    });
    for (const each of made) expect(await shown(each)).toEqual({ erased: true });
    expect(await shown(other)).toMatchObject({ firstName: 'Anna' });
    const { orderId } = made[0]?.body as { orderId: string };
    expect((await ledger.demo.get(`/manage/orders/${orderId}`)).body).toMatchObject({
      data: { customer: {}, deliveryAddress: {}, invoiceAddress: {}, totalAmount: 285 },
    });
    const again = await erase({ customer: customer.reference });
    expect(again.body).toEqual({ store: 'demo-se', orders: 0, erasures: [] });
  });

  test('by e-mail address finds an order that is not shown yet, and one with a reference', async () => {
    const email = `${randomUUID()}@example.com`;
    const made = [await register(customerOf({ email })), await register({ email })];
    const { body } = await erase({ customer: email.toUpperCase() });
    expect((body as { erasures: unknown[] }).erasures).toHaveLength(2);
    for (const each of made) expect(await shown(each)).toEqual({ erased: true });
  });

  test('by order number erases who gave neither', async () => {
    const orderNumber = randomUUID();
    const made = await register({ firstName: 'Anna' }, { orderNumber });
    expect(await shown(made)).toEqual({ firstName: 'Anna' });
    expect((await erase({ orderNumber: ` ${orderNumber}\n` })).body).toMatchObject({ orders: 1 });
    expect(await shown(made)).toEqual({ erased: true });
  });

  test('by order number is refused for somebody with a name, rather than said to be done', async () => {
    const orderNumber = randomUUID();
    const customer = customerOf();
    const made = await register(customer, { orderNumber });
    expect(await shown(made)).toEqual(customer);
    expectProblem(await erase({ orderNumber }), 422, 'CUSTOMER_HAS_NAME');
    expect(await shown(made)).toEqual(customer);
    await erase({ customer: customer.email });
    expect((await erase({ orderNumber })).body).toMatchObject({ orders: 0, erasures: [] });
  });

  test('leaves the order to be captured, and a new order of the person is shown', async () => {
    const customer = customerOf();
    const body = registration({ customer });
    const made = await ledger.demo.post('/v1/orders', body);
    await erase({ customer: customer.reference });
    const { orderId } = made.body as { orderId: string };
    const captured = await ledger.demo.post(`/v1/orders/${orderId}/captures`, { amount: 28_500 });
    expect(captured.status).toBe(202);
    // The erasure has destroyed the customer's data, so the ledger cannot see that this
    // registration is the same as the first one. The order number just counts as taken.
    expectProblem(await ledger.demo.post('/v1/orders', body), 422, 'ORDER_NUMBER_TAKEN');
    expect((await erase({ customer: customer.reference })).body).toMatchObject({ erasures: [] });
    expect(await shown(await register(customer))).toEqual(customer);
    expect(await shown(made)).toEqual({ erased: true });
  });

  test('while orders come in leaves none of them with data that came back', async () => {
    const customer = customerOf();
    const made = await Promise.all(
      Array.from({ length: 12 }, async (_, index) =>
        index === 6 ? erase({ customer: customer.reference }) : register(customer),
      ),
    );
    await erase({ customer: customer.email });
    for (const each of made.filter(({ status }) => status === 202))
      await eventually('the customer is erased', async () => {
        const answer = (await shown(each)) as { erased?: true } | undefined;
        return answer?.erased;
      });
  });

  test('needs the scope admin and a store of the token', async () => {
    const { caller, store } = await ledger.clientOf(['orders:write', 'orders:read']);
    expectProblem(await erase({ store, customer: 'c-1' }, caller), 403, 'FORBIDDEN');
    expectProblem(await erase({ store, customer: 'c-1' }), 404, 'STORE_NOT_FOUND');
    expectProblem(await erase({ store: 'no-such', customer: 'c-1' }), 404, 'STORE_NOT_FOUND');
  });

  test.each([
    [{}, '/customer', 'is required unless orderNumber is given'],
    [
      { customer: 'c-1', orderNumber: '1' },
      '/customer',
      'must not be given together with orderNumber',
    ],
    [{ customer: '' }, '/customer', expect.any(String)],
    [{ customer: 1 }, '/customer', expect.any(String)],
    [{ customer: 'c-1', reason: 'asked' }, '/reason', 'is not a known field'],
  ])('is refused for %j', async (body, pointer, detail) => {
    const answer = await erase(body);
    expectProblem(answer, 400, 'VALIDATION_ERROR');
    expect(answer.body).toMatchObject({ errors: [{ pointer, detail }] });
  });
});
