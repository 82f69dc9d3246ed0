import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sandboxIntent } from '../../../../../test/support/sandbox-intent.js';
import { eventually } from '../../../../../test/support/system.js';
import { SandboxPayments } from '../ledger/testing/sandbox-payments.js';
import { useLedger } from '../ledger/testing/use-ledger.js';
import { orderFields } from './orders/order-object.js';
import { AkinonShop, type AkinonAnswer } from './testing/akinon-shop.js';

const ledger = useLedger({ GATEWAY_WAIT_SECONDS: '4' });
let shop: AkinonShop;

beforeAll(async () => {
  shop = await AkinonShop.open(ledger);
});

const path = '/capture-order/';
const notFound = [404, { detail: 'Not found.' }];
const answered = ({ status, body }: AkinonAnswer): unknown[] => [status, body];

const refusal = (code: string, status = 400) => [
  status,
  { non_field_errors: [expect.any(String)], code },
];

interface ShownOrder {
  readonly revision: string;
  readonly attributes: { readonly akinon: Readonly<Record<string, number>> };
  readonly rows: readonly { readonly attributes: { readonly akinon: { readonly pk: number } } }[];
  readonly captures: readonly { readonly captureId: string; readonly status: string }[];
}

const shown = async (id: string, query = ''): Promise<ShownOrder> => {
  const wait = { Prefer: 'wait=15' };
  const { status, body } = await eventually('the order is shown', async () => {
    const answer = await shop.ledger.get(`/v1/orders/${id}${query}`, wait);
    return answer.status === 404 ? undefined : answer;
  });
  expect(status).toBe(200);
  return body as ShownOrder;
};

const pksOf = async (id: string): Promise<number[]> =>
  (await shown(id)).rows.map(({ attributes }) => attributes.akinon.pk);

describe('a capture', () => {
  test('of the whole order answers with every field of the order', async () => {
    const { id, number } = await shop.register();
    const answer = await shop.capture(number);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    const { pk, channel, customer } = (await shown(id)).attributes.akinon;
    expect(Object.keys(answer.body as object).sort()).toEqual([...orderFields].sort());
    expect(answer.body).toMatchObject({
      ...{ pk, number, channel, customer, status: '450', currency: 'sek' },
      ...{ amount: '335.00', refund_amount: '0.00', client_type: 'default', notes: null },
    });
    expect([pk, channel, customer].every(Number.isSafeInteger)).toBe(true);
  });

  test('returns what was given at registration, in the same places as /v1', async () => {
    const akinon = { pk: 67, channel: 3, customer: 42, notes: 'Ring twice', extra_field: { a: 1 } };
    const [row] = [{ description: 'Shoes', unitPrice: 28610, quantity: 1, vatRate: 25 }];
    const { id, number } = await shop.register({
      attributes: { akinon, shop: 'x' },
      rows: [{ ...row, attributes: { akinon: { pk: 11 } } }],
    });
    expect((await shown(id)).attributes).toEqual({ akinon, shop: 'x' });
    expect(await pksOf(id)).toEqual([11]);
    const { body } = await shop.capture(number, [{ pk: 11 }]);
    expect(body).toMatchObject({ ...akinon, amount: '286.10', status: '450' });
  });

  test('takes rows by pk, in full or a quantity, and what is left of them', async () => {
    const { id, number } = await shop.register();
    const [shoes, bag] = await pksOf(id);
    expect(await shown(id, '?at=1')).toMatchObject({
      rows: [{ attributes: { akinon: { pk: shoes } } }, {}],
    });
    const one = await shop.capture(number, [{ pk: shoes, attributes: { quantity: 1 } }]);
    expect(answered(one)).toEqual([200, expect.objectContaining({ status: '400' })]);
    const rest = await shop.capture(number, [{ pk: shoes }]);
    expect(rest.status).toBe(200);
    const last = await shop.capture(number, [{ pk: String(bag) }]);
    expect(last.body).toMatchObject({ status: '450', amount: '335.00' });
    expect((await shop.capturesOf(id)).map(({ amount }) => amount)).toEqual([9500, 19000, 5000]);
  });

  test('is told from a shape fault, which comes before the order is looked for', async () => {
    expect(answered(await shop.send(path, { order: 'nobody', order_items: {} }))).toEqual([
      400,
      { order_items: { non_field_errors: ['Expected a list of items but got type "dict".'] } },
    ]);
    expect(answered(await shop.send(path, { order: 'nobody' }))).toEqual(notFound);
    const pending = await shop.register({ authorization: { status: 'pending' } });
    expect(answered(await shop.capture(pending.number))).toEqual(notFound);
    const other = await AkinonShop.open(ledger);
    const { number } = await other.register();
    expect(answered(await shop.capture(number))).toEqual(notFound);
  });

  test('is refused by the rules of the order, with their code', async () => {
    const { id, number } = await shop.register();
    const [shoes = 0, bag = 0] = await pksOf(id);
    const refusals: [readonly object[], string][] = [
      [[{ pk: 1 }], 'ARTICLE_NOT_FOUND'],
      [[{ pk: bag }, { pk: bag }], 'ITEM_GIVEN_TWICE'],
      [[{ pk: shoes, attributes: { quantity: 4 } }], 'ARTICLE_QUANTITY_EXCEEDED'],
      [[{ pk: shoes, attributes: { quantity: 1e30 } }], 'ARTICLE_QUANTITY_EXCEEDED'],
    ];
    for (const [items, code] of refusals)
      expect(answered(await shop.capture(number, items))).toEqual(refusal(code));
    expect(await shop.capturesOf(id)).toEqual([]);
    await shop.ledger.post(`/v1/orders/${id}/cancellation`, {});
    const cancelled = refusal('CAPTURE_INVALID_INVOICE_STATUS');
    for (const items of [undefined, [{ pk: shoes }], [{ pk: 1 }]])
      expect(answered(await shop.capture(number, items))).toEqual(cancelled);
  });

  test('of an order that was returned, or captured elsewhere, is refused', async () => {
    const { id, number } = await shop.register();
    await shop.ledger.post(`/v1/orders/${id}/captures`, { amount: 'remaining' });
    const captured = await shop.capture(number);
    expect(answered(captured)).toEqual(refusal('CAPTURE_ORDER_ALREADY_CAPTURED'));
    await shop.ledger.post(`/v1/orders/${id}/refunds`, { amount: 33500 });
    expect(answered(await shop.capture(number))).toEqual(refusal('CAPTURE_INVALID_INVOICE_STATUS'));
  });

  test('needs its scope', async () => {
    const reader = await AkinonShop.open(ledger, { scopes: ['orders:read'] });
    expect(answered(await reader.capture('1'))).toEqual([
      403,
      { detail: 'You do not have permission to perform this action.' },
    ]);
  });
});

describe('the same set of items again', () => {
  test('has one effect, whole or in parts, however many come at once', async () => {
    const { id, number } = await shop.register();
    const [shoes = 0, bag = 0] = await pksOf(id);
    const one = [{ pk: shoes, attributes: { quantity: 1 } }, { pk: bag }];
    const sets = [one, [...one].reverse(), one, one];
    const answers = await Promise.all(sets.map(async (items) => shop.capture(number, items)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await shop.capturesOf(id)).toHaveLength(1);
    await Promise.all([shop.capture(number), shop.capture(number), shop.capture(number, [])]);
    const again = await shop.capture(number, one);
    expect(answered(again)).toEqual([200, expect.objectContaining({ status: '450' })]);
    expect((await shop.capturesOf(id)).map(({ amount }) => amount)).toEqual([14500, 19000]);
  });

  test('is answered so after the order was returned, too', async () => {
    const { id, number } = await shop.register();
    await shop.capture(number);
    await shop.ledger.post(`/v1/orders/${id}/refunds`, { amount: 33500 });
    const again = await shop.capture(number);
    expect(again.body).toMatchObject({ status: '600', refund_amount: '335.00' });
    expect(await shop.capturesOf(id)).toHaveLength(1);
  });

  test('has one effect although the first answer was lost', async () => {
    const { id, number } = await shop.register();
    const { hostname, port } = new URL(shop.url);
    const body = JSON.stringify({ order: number });
    const head = [
      `POST /api/v1${path} HTTP/1.1`,
      ...[`Host: ${hostname}`, `Authorization: token ${shop.token}`],
      ...['Content-Type: application/json', `Content-Length: ${body.length}`, '', body],
    ].join('\r\n');
    const socket = connect(Number(port), hostname, () => socket.write(head));
    await eventually('it was captured', async () => (await shop.capturesOf(id)).length > 0);
    socket.destroy();
    expect((await shop.capture(number)).status).toBe(200);
    expect(await shop.capturesOf(id)).toHaveLength(1);
  });

  test('under another key is another capture, under the same with other content refused', async () => {
    const { id, number } = await shop.register();
    const [shoes = 0] = await pksOf(id);
    const one = [{ pk: shoes, attributes: { quantity: 1 } }];
    for (const key of ['k-1', 'k-1', 'k-2'])
      expect((await shop.capture(number, one, key)).status).toBe(200);
    expect(await shop.capturesOf(id)).toHaveLength(2);
    const reused = await shop.capture(number, undefined, 'k-1');
    expect(answered(reused)).toEqual(refusal('IDEMPOTENCY_KEY_REUSED'));
    // A request without an idempotency key is answered with an earlier capture of the same items,
    // even if that capture was made with a key. So there is no third capture.
    expect((await shop.capture(number, one)).status).toBe(200);
    expect(await shop.capturesOf(id)).toHaveLength(2);
    const other = await shop.register();
    expect(answered(await shop.capture(other.number, undefined, 'k-1'))).toEqual(
      refusal('IDEMPOTENCY_KEY_REUSED'),
    );
    expect(await shop.capturesOf(other.id)).toEqual([]);
    // A refused request does not use up its key.
    const twice = [{ pk: shoes }, { pk: shoes }];
    const tooMany = [{ pk: shoes, attributes: { quantity: 3 } }];
    expect((await shop.capture(number, twice, 'k-3')).status).toBe(400);
    expect((await shop.capture(number, tooMany, 'k-3')).status).toBe(400);
    expect((await shop.capture(other.number, undefined, 'k-3')).status).toBe(200);
    const long = await shop.capture(number, one, 'k'.repeat(129));
    expect(answered(long)).toEqual(refusal('VALIDATION_ERROR'));
  });
});

describe('a card order', () => {
  const cardOrder = async (amount: number, paymentMethod: string, ...more: number[]) => {
    const prices = [amount, ...more];
    const total = prices.reduce((sum, price) => sum + price, 0);
    const paymentIntent = await sandboxIntent(ledger.gatewayUrl, { amount: total, paymentMethod });
    return shop.register({
      paymentMethod: 'card',
      rows: prices.map((unitPrice) => ({ description: 'A', unitPrice, quantity: 1, vatRate: 25 })),
      authorization: { status: 'authorized', paymentIntent },
    });
  };

  /**
   * Repeats a call as Akinon's published client does: up to ten calls without a pause, as long as
   * the status is 499 or higher.
   */
  const repeatedBlindly = async (call: () => Promise<AkinonAnswer>): Promise<AkinonAnswer> => {
    let answer = await call();
    for (let tries = 1; answer.status >= 499 && tries < 10; tries += 1) answer = await call();
    return answer;
  };

  const capturedAs = async (id: string): Promise<string[]> =>
    (await shown(id)).captures.map(({ status }) => status);

  test('whose outcome does not come in time is 503, and a blind repeat finds the capture', async () => {
    const gateway = new SandboxPayments(ledger.gatewayUrl);
    const { id, number } = await cardOrder(33500, 'pm_card_visa');
    const late = await gateway.whileAway('/capture', async () => shop.capture(number));
    expect(answered(late)).toEqual([503, { detail: expect.stringContaining('safe') }]);
    expect(late.headers.get('retry-after')).toBe('1');
    const again = await repeatedBlindly(async () => shop.capture(number));
    expect(answered(again)).toEqual([200, expect.objectContaining({ status: '450' })]);
    await eventually('it is shown', async () => (await capturedAs(id)).includes('settled'));
    expect(await capturedAs(id)).toEqual(['settled']);
  });

  test('of which a part is declined after the whole was captured is captured again', async () => {
    const gateway = new SandboxPayments(ledger.gatewayUrl);
    const { id, number } = await cardOrder(9502, 'pm_card_visa_declineOnCapture', 5001);
    const [first = 0] = await pksOf(id);
    const captures = async (count: number): Promise<boolean> =>
      (await shop.capturesOf(id)).length === count;
    await gateway.whileAway('/capture', async () => {
      const part = shop.capture(number, [{ pk: first }]);
      await eventually('the part is requested', () => captures(1));
      const whole = shop.capture(number);
      await eventually('the rest is requested', () => captures(2));
      expect((await Promise.all([part, whole])).map(({ status }) => status)).toEqual([503, 503]);
    });
    // The capture of the first row was declined, so a part of the order is uncaptured. The repeated
    // request must not be answered with 200.
    const again = await repeatedBlindly(async () => shop.capture(number));
    await eventually('both are known', async () => {
      const [part, rest] = await capturedAs(id);
      return part === 'failed' && rest === 'settled';
    });
    const last = again.status === 406 ? again : await shop.capture(number);
    expect(answered(last)).toEqual(refusal('gateway_declined', 406));
    expect((await shop.capturesOf(id)).map(({ amount }) => amount)).toEqual([9502, 5001, 9502]);
  });

  test('is answered with the gateway’s outcome', async () => {
    const { id, number } = await cardOrder(33500, 'pm_card_visa');
    const [one, two] = await Promise.all([shop.capture(number), shop.capture(number)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(await shown(id)).toMatchObject({ captured: 33500, captures: [{ status: 'settled' }] });
  });

  test('that the gateway declines is 406, and the next call a new attempt', async () => {
    const { id, number } = await cardOrder(33502, 'pm_card_visa_declineOnCapture');
    const declined = refusal('gateway_declined', 406);
    expect(answered(await shop.capture(number))).toEqual(declined);
    expect(answered(await shop.capture(number))).toEqual(declined);
    const keyed = async () => shop.capture(number, undefined, 'k');
    expect(answered(await keyed())).toEqual(declined);
    expect(answered(await keyed())).toEqual(declined);
    const { captures } = await eventually('all are shown', async () => {
      const order = await shown(id);
      return order.captures.length === 3 ? order : undefined;
    });
    expect(new Set(captures.map(({ captureId }) => captureId)).size).toBe(3);
    expect(captures.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
  });

  test('that is settled outside waits for nobody', async () => {
    const { number } = await shop.register({ paymentMethod: 'card' });
    expect(answered(await shop.capture(number))).toEqual([
      200,
      expect.objectContaining({ status: '450' }),
    ]);
  });
});

describe('on the wire', () => {
  test.each([
    ['a missing token', { headers: { Authorization: '' } }, 401],
    ['a wrong token', { headers: { Authorization: 'Token x' } }, 401],
    ['Accept before the token', { headers: { Accept: 'text/html', Authorization: '' } }, 406],
    ['the token before the method', { method: 'GET', headers: { Authorization: '' } }, 401],
    ['Accept before the method', { method: 'GET', headers: { Accept: 'text/html' } }, 406],
    ['another method', { method: 'GET' }, 405],
    ['OPTIONS', { method: 'OPTIONS' }, 204],
    ['a text', { headers: { 'Content-Type': 'text/plain' } }, 415],
    ['a form', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 415],
    ['a long header', { headers: { 'X-Long': 'x'.repeat(300) } }, 400],
    ['no JSON', {}, 400],
  ])('%s is answered with Allow', async (_what, request, status) => {
    const answer = await shop.send(path, 'order=1', request);
    expect([answer.status, answer.headers.get('allow')]).toEqual([status, 'POST, OPTIONS']);
    const challenge = answer.headers.get('www-authenticate');
    expect(challenge).toBe(status === 401 ? 'Token' : null);
  });

  test.each(['POST', 'GET'])('%s without the last slash is redirected', async (method) => {
    const headers = { Authorization: '' };
    const answer = await shop.send('/capture-order?a=1', {}, { method, headers });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      ...[301, '/api/v1/capture-order/?a=1'],
    ]);
    expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
  });

  test('an unknown address is not found', async () => {
    expect(answered(await shop.send('/nothing/', {}))).toEqual(notFound);
  });
});

describe('a log-in', () => {
  const logIn = async (content: object, headers = {}) =>
    shop.send('/auth/login/', content, { headers: { Authorization: '', ...headers } });
  const wrong = [400, { non_field_errors: ['Unable to log in with provided credentials.'] }];
  const { password } = AkinonShop;

  test('gives the token', async () => {
    const { username, token } = shop;
    expect(answered(await logIn({ username, password }))).toEqual([200, { key: token }]);
    expect(answered(await logIn({ username, password: 'wrong' }))).toEqual(wrong);
    expect(answered(await logIn({ username: 'nobody', password }))).toEqual(wrong);
  });

  test('names fields of wrong shape, and needs no token for anything', async () => {
    expect(answered(await logIn({ password: null }))).toEqual([
      400,
      { username: ['This field is required.'], password: ['This field may not be null.'] },
    ]);
    expect((await logIn({}, { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await logIn({}, { Accept: 'text/html' })).status).toBe(406);
    const get = await shop.send(
      '/auth/login/',
      {},
      { method: 'GET', headers: { Authorization: '' } },
    );
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });

  test('is throttled after wrong passwords, for this user alone', async () => {
    const username = `u-${randomUUID()}`;
    const guesses: AkinonAnswer[] = [];
    for (let tries = 0; tries < 6; tries += 1)
      guesses.push(await logIn({ username, password: 'wrong' }));
    expect(guesses.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 429]);
    const last = guesses.at(-1);
    const seconds = last?.headers.get('retry-after') ?? '';
    expect(last?.body).toEqual({
      detail: `Request was throttled. Expected available in ${seconds} seconds.`,
    });
    expect((await logIn({ username: shop.username, password })).status).toBe(200);
  });

  test('and the token end within 5 seconds of the key, or of its client', async () => {
    const other = await AkinonShop.open(ledger);
    const credentials = { username: other.username, password };
    expect((await other.capture('1')).status).toBe(404);
    await ledger.demo.delete(`/v1/clients/${other.clientId}`);
    const answer = await eventually(
      'the token ends',
      async () => {
        const asked = await other.capture('1');
        return asked.status === 404 ? undefined : asked;
      },
      5_000,
    );
    expect(answered(answer)).toEqual([401, { detail: 'User inactive or deleted.' }]);
    expect(answered(await logIn(credentials))).toEqual(wrong);
    const revoked = await AkinonShop.open(ledger);
    const keys = `/v1/clients/${revoked.clientId}/keys`;
    const { items } = (await ledger.demo.get(keys)).body as { items: { keyId: string }[] };
    await ledger.demo.delete(`${keys}/${items[0]?.keyId ?? ''}`);
    const asked = await revoked.capture('1');
    expect(answered(asked)).toEqual([401, { detail: 'Invalid token.' }]);
  });
});

describe('a registration', () => {
  const rows = [{ description: 'Shoes', unitPrice: 1235, quantity: 1, vatRate: 0 }];
  const order = (content: object) => ({
    ...{ store: shop.store, orderNumber: `n-${randomUUID()}`, paymentMethod: 'invoice', rows },
    ...{ authorization: { status: 'authorized' }, ...content },
  });

  test('with an amount that needs a third decimal is refused for a store with a token', async () => {
    const kwd = await shop.ledger.post('/v1/orders', order({ currency: 'KWD' }));
    expect([kwd.status, kwd.body]).toMatchObject([422, { code: 'ORDER_AMOUNT_NOT_FOR_AKINON' }]);
    const other = await ledger.demo.post(
      '/v1/orders',
      order({ store: 'demo-se', currency: 'KWD' }),
    );
    expect(other.status).toBe(202);
  });

  test('with numbers that are none is refused', async () => {
    const answer = await shop.ledger.post(
      '/v1/orders',
      order({ attributes: { akinon: { pk: 'x' } } }),
    );
    expect([answer.status, answer.body]).toMatchObject([
      400,
      { errors: [{ pointer: '/attributes/akinon/pk' }] },
    ]);
  });
});
