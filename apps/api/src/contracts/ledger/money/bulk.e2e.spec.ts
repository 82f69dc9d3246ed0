import { describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../../../../../test/support/system.js';
import { LedgerCaller } from '../testing/ledger-caller.js';
import { expectProblem } from '../testing/problem.js';
import { useLedger } from '../testing/use-ledger.js';
import { bulkLimits } from './bulk-result.js';
import { BulkCall, linesOf, type Answered } from '../testing/bulk-call.js';

const ledger = useLedger();
const uuid = expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/) as unknown;
const digits = expect.stringMatching(/^\d+$/) as unknown;
const ndjson = { 'Content-Type': 'application/x-ndjson' };

const bulk = (body: string, caller = ledger.demo, headers = {}) =>
  caller.post('/v1/captures', body, { ...ndjson, ...headers });

const answersOf = ({ body }: { readonly body: unknown }): Answered[] =>
  (typeof body === 'string' ? body : '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answered);

const open = (caller = ledger.demo): BulkCall => new BulkCall(ledger.url, caller.authorization);

/** Reads the order once the read model includes all captures that these answers report. */
const orderAfter = async (id: string, answers: readonly Answered[]) => {
  const positions = answers.flatMap(({ position }) =>
    typeof position === 'string' ? [BigInt(position)] : [],
  );
  const last = positions.reduce((a, b) => (a > b ? a : b), 0n);
  const headers = { 'Ledger-Position': String(last), Prefer: 'wait=30' };
  return (await ledger.demo.get(`/v1/orders/${id}`, headers)).body as {
    readonly captured: number;
    readonly captures: readonly { readonly captureId: string; readonly reference: string }[];
  };
};

const registered = async (count: number): Promise<string[]> => {
  const made = Array.from({ length: count }, async () => (await ledger.register()).id);
  return Promise.all(made);
};

describe('a bulk', () => {
  test('answers good and bad lines alike, each in its place', async () => {
    const orderNumber = `bulk-${randomUUID()}`;
    const { id } = await ledger.register({ orderNumber });
    const [other = ''] = await registered(1);
    const line = (fields: object) => JSON.stringify({ idempotencyKey: randomUUID(), ...fields });
    const shoes = { articleNumber: '10001', unitPrice: 9500, quantity: 1 };
    const answer = await bulk(
      [
        line({ orderId: id, amount: 9500, items: [shoes], description: 'First', reference: 's-1' }),
        line({ orderId: other, amount: 28501 }),
        '{"orderId": ',
        '',
        line({ store: 'demo-se', orderNumber, amount: 100, reference: 's-2' }),
        JSON.stringify({ orderId: id, amount: 100 }),
        line({ orderId: id, amount: 100, colour: 'red' }),
        line({ orderId: id, amount: '100' }),
        line({ orderId: id, store: 'demo-se', orderNumber, amount: 100 }),
        line({ store: 'demo-se', amount: 100 }),
        line({ orderId: 'nonsense', amount: 100 }),
        line({ orderId: id, amount: 100, replaceItems: true }),
        `{"x": "${'x'.repeat(bulkLimits.lineBytesMax)}"}`,
        `\r\n${line({ orderId: id, amount: 100, currency: 'EUR' })}\r`,
        '["\xff"]',
        line({ orderId: other.toUpperCase(), amount: 28500 }),
      ].join('\n'),
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(answer.headers.get('x-request-id')).toEqual(uuid);
    const captured = { status: 202, captureId: uuid, position: digits };
    const wrong = { status: 400, code: 'VALIDATION_ERROR' };
    const oneWay = 'orderId is required, or both store and orderNumber instead';
    const notFound = { code: 'ORDER_NOT_FOUND', detail: 'There is no such order.' };
    expect(answersOf(answer)).toEqual([
      { line: 1, ...captured, orderId: id },
      { line: 2, status: 422, code: 'CAPTURE_AMOUNT_TOO_LARGE', detail: expect.any(String) },
      { line: 3, ...wrong, detail: 'body must be well-formed JSON' },
      { line: 5, ...captured, orderId: id },
      { line: 6, ...wrong, detail: 'idempotencyKey is required' },
      { line: 7, ...wrong, detail: 'colour is not a known field' },
      { line: 8, ...wrong, detail: expect.stringMatching(/^amount must be an integer/) },
      { line: 9, ...wrong, detail: oneWay },
      { line: 10, ...wrong, detail: oneWay },
      { line: 11, status: 404, ...notFound },
      { line: 12, ...wrong, detail: 'items must have an entry when replaceItems is true' },
      {
        line: 13,
        status: 413,
        code: 'PAYLOAD_TOO_LARGE',
        detail: 'A line has at most 65536 bytes.',
      },
      { line: 15, status: 422, code: 'CAPTURE_CURRENCY_MISMATCH', detail: expect.any(String) },
      { line: 16, ...wrong, detail: 'body must be an object' },
      { line: 17, ...captured, orderId: other },
    ]);
    expect(await orderAfter(id, answersOf(answer))).toMatchObject({
      captured: 9600,
      captures: [
        { amount: 9500, description: 'First', reference: 's-1' },
        { amount: 100, reference: 's-2' },
      ],
    });
  });

  test('of nothing is answered with nothing', async () => {
    for (const body of ['', '\n', ' \r\n\t\n']) {
      expect(await bulk(body)).toMatchObject({ status: 200, body: undefined });
    }
  });

  test('sent again has no further effect and gets the same answers', async () => {
    const ids = await registered(5);
    const lines = Array.from({ length: 100 }, (_, index) => ({
      orderId: ids[index % ids.length],
      idempotencyKey: `k-${index % 50}`,
      amount: 1000,
    }));
    const first = await bulk(linesOf(lines));
    const again = await Promise.all([1, 2, 3].map(() => bulk(linesOf(lines))));
    for (const { body } of again) expect(body).toBe(first.body);
    const answers = answersOf(first);
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect(new Set(answers.map(({ captureId }) => captureId)).size).toBe(50);
    for (const id of ids) expect(await orderAfter(id, answers)).toMatchObject({ captured: 10_000 });
    const other = await bulk(linesOf([{ ...lines[0], amount: 1001 }]));
    expect(answersOf(other)).toMatchObject([{ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });

  test('decides the lines of one order in their order', async () => {
    const [id = ''] = await registered(1);
    const lines = Array.from({ length: 300 }, (_, index) => ({
      orderId: id,
      idempotencyKey: `k-${index}`,
      amount: 100,
      reference: `r-${index}`,
    }));
    const answers = answersOf(await bulk(linesOf(lines)));
    const accepted = answers.filter(({ status }) => status === 202);
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 285 }, () => 202),
      ...Array.from({ length: 15 }, () => 422),
    ]);
    const { captures } = await orderAfter(id, answers);
    const made = captures.map(({ reference, captureId }) => ({ reference, captureId }));
    expect(made).toEqual(
      accepted.map(({ captureId }, index) => ({ reference: `r-${index}`, captureId })),
    );
  });

  test('of 5,000 lines captures each once', async () => {
    const ids = await registered(50);
    const lines = Array.from({ length: 5_000 }, (_, index) => ({
      orderId: ids[(index * 7) % ids.length],
      idempotencyKey: `k-${index}`,
      amount: 101,
    }));
    const answers = answersOf(await bulk(linesOf(lines)));
    expect(answers.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
    expect(answers.map(({ orderId }) => orderId)).toEqual(lines.map(({ orderId }) => orderId));
    expect(new Set(answers.map(({ captureId }) => captureId)).size).toBe(5_000);
    for (const id of ids) expect(await orderAfter(id, answers)).toMatchObject({ captured: 10_100 });
  });

  test('with too many lines ends with a line that says so', async () => {
    const call = open();
    call.request.write('x\n'.repeat(bulkLimits.linesMax));
    call.request.write('{"a": 1}\n'.repeat(100_000));
    const answers = await call.rest();
    expect(answers).toHaveLength(bulkLimits.linesMax + 1);
    expect(answers.at(-1)).toMatchObject({ line: 100_001, status: 413, code: 'PAYLOAD_TOO_LARGE' });
  });
});

describe('a caller', () => {
  test('is answered line by line while it sends', async () => {
    const [id] = await registered(1);
    const call = open();
    for (const index of [1, 2, 3]) {
      call.send({ orderId: id, idempotencyKey: `k-${index}`, amount: 1 });
      expect(await call.next()).toMatchObject({ line: index, status: 202 });
    }
    expect(await call.rest()).toEqual([]);
  });

  test('that does not read is read from no further, and loses nothing', async () => {
    const count = 20_000;
    const long = 'f'.repeat(2_000);
    const call = open();
    call.request.write(`{"${long}": 1}\n`.repeat(count));
    const { socket } = call.request;
    const sent = (): number => (socket?.bytesWritten ?? 0) - (socket?.writableLength ?? 0);
    const looks: number[] = [];
    await eventually('nothing more is read', () => {
      looks.unshift(sent());
      const latest = looks.slice(0, 20);
      return latest.length === 20 && new Set(latest).size === 1 ? true : undefined;
    });
    expect(sent()).toBeLessThan(count * long.length);
    const answers = await call.rest();
    expect(answers).toHaveLength(count);
    expect(answers.at(-1)).toMatchObject({ line: count, status: 400 });
  });

  test('whose connection breaks half-way repeats the bulk', async () => {
    const ids = await registered(10);
    const lines = Array.from({ length: 1_000 }, (_, index) => ({
      orderId: ids[index % ids.length],
      idempotencyKey: `k-${index}`,
      amount: 200,
    }));
    const call = open();
    call.send(...lines.slice(0, 500));
    const before = await call.take(200);
    call.break();
    const answers = answersOf(await bulk(linesOf(lines)));
    expect(answers.slice(0, 200)).toEqual(before);
    expect(answers.map(({ status }) => status)).toEqual(lines.map(() => 202));
    for (const id of ids) expect(await orderAfter(id, answers)).toMatchObject({ captured: 20_000 });
  });

  test('learns nothing of orders of other stores', async () => {
    const { caller } = await ledger.clientOf(['captures:write']);
    const orderNumber = `bulk-${randomUUID()}`;
    const { id } = await ledger.register({ orderNumber });
    const lines = [
      { orderId: id },
      { store: 'demo-se', orderNumber },
      { orderId: randomUUID() },
      { store: 'demo-se', orderNumber: 'none' },
    ].map((address) => ({ ...address, idempotencyKey: 'k', amount: 1 }));
    const notFound = { status: 404, code: 'ORDER_NOT_FOUND', detail: 'There is no such order.' };
    expect(answersOf(await bulk(linesOf(lines), caller))).toEqual(
      lines.map((_, index) => ({ line: index + 1, ...notFound })),
    );
  });

  test('loses a token that is revoked while its bulk goes on', async () => {
    const { caller, clientId } = await ledger.clientOf(['captures:write']);
    const call = open(caller);
    const line = { orderId: randomUUID(), idempotencyKey: 'k', amount: 1 };
    call.send(line);
    expect(await call.next()).toMatchObject({ status: 404 });
    expect(await ledger.demo.delete(`/v1/clients/${clientId}`)).toMatchObject({ status: 204 });
    const last = await eventually('the bulk ends', async () => {
      call.send(line);
      const answer = await call.next();
      return answer?.['status'] === 401 ? answer : undefined;
    });
    expect(last).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(await call.next()).toBeUndefined();
  });
});

describe('a bulk is not begun', () => {
  test('with a forged token: 401 before anything of it is read', async () => {
    const call = new BulkCall(ledger.url, 'Bearer a.b.c');
    const { statusCode, headers } = await call.response;
    expect(statusCode).toBe(401);
    expect(headers['www-authenticate']).toContain('invalid_token');
    expect(await call.rest()).toMatchObject([{ status: 401, code: 'UNAUTHORIZED' }]);
  });

  test('without the scope', async () => {
    const { caller } = await ledger.clientOf(['orders:read']);
    expectProblem(await bulk('\n', caller), 403, 'FORBIDDEN');
  });

  test.each(['application/json', 'text/plain', 'application/ndjson', 'application/x-ndjsonx', 'x'])(
    'with the content type %s',
    async (type) => {
      const answer = await bulk('{}\n', ledger.demo, { 'Content-Type': type });
      expectProblem(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
    },
  );

  test('from a compressed body', async () => {
    const answer = await bulk('{}\n', ledger.demo, { 'Content-Encoding': 'gzip' });
    expectProblem(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  test('when the client has too many at once', async () => {
    // One client may use at most four fifths of the concurrent bulks.
    const bulksOfOne = (bulkLimits.atOnce * 4) / 5;
    const calls = Array.from({ length: bulksOfOne }, () => open());
    for (const call of calls) {
      call.request.write('x\n');
      expect(await call.next()).toMatchObject({ line: 1, status: 400 });
    }
    const refused = await bulk('x\n');
    expectProblem(refused, 503, 'SERVICE_UNAVAILABLE');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    const [first, ...others] = calls;
    first?.break();
    await eventually('there is room again', async () => (await bulk('x\n')).status === 200);
    for (const call of others) expect(await call.rest()).toEqual([]);
  });
});

test('the content type is read without regard to case and parameters', async () => {
  const type = { 'Content-Type': 'Application/X-NDJSON; charset=utf-8' };
  expect(await bulk('x\n', ledger.demo, type)).toMatchObject({ status: 200 });
});

test('other calls refuse lines as any type that is not theirs', async () => {
  expectProblem(await ledger.demo.post('/v1/orders', '{}', ndjson), 415, 'UNSUPPORTED_MEDIA_TYPE');
  const anonymous = new LedgerCaller(ledger.url);
  expect(await anonymous.post('/nothing', 'x\n', ndjson)).toMatchObject({ status: 404 });
});
