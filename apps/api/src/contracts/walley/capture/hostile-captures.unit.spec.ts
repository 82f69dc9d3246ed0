import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { orderIdOf } from '#ledger';
import type { OrderRepository } from '#event-log';
import { CaptureOrder } from '../../../commands/capture-order.command.js';
import { CaptureOrderHandler } from '../../../commands/capture-order.handler.js';
import type { CommandRequest } from '../../../commands/command-request.js';
import type { CustomerSealing } from '../../../commands/customer-sealing.js';
import { RegisterOrder } from '../../../commands/register-order.command.js';
import { RegisterOrderHandler } from '../../../commands/register-order.handler.js';
import { RefusedRequest } from '../../../http/refused-request.js';
import { JsonBodyPipe } from '../../../http/shape/json-body.pipe.js';
import { OrdersInMemory } from '../../../testing/orders-in-memory.js';
import { walleyReading } from '../walley-reading.js';
import { walleyRefusal } from '../walley-refusal.js';
import { CaptureDto } from './capture.dto.js';
import { requestedCapture } from './requested-capture.js';

const orders = new OrdersInMemory() as unknown as OrderRepository;
/** The order has none. */
const noCustomers = {} as unknown as CustomerSealing;
const orderId = orderIdOf('demo-se', '1');
const request: CommandRequest = {
  caller: { clientId: 'demo', stores: ['demo-se'], scopes: [] },
  contract: 'walley',
  endpoint: 'POST /manage/orders/:orderId/capture',
  correlationId: '8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11',
  at: '2026-11-20T10:00:00.000Z',
};

beforeAll(async () => {
  const row = { articleNumber: '1', description: 'A', unitPrice: 100, quantity: 9, vatRate: 25 };
  const registered = await new RegisterOrderHandler(orders, noCustomers).execute(
    new RegisterOrder(request, {
      storeId: 'demo-se',
      orderNumber: '1',
      currency: 'SEK',
      salesSegment: 'B2C',
      paymentMethod: 'invoice',
      rows: Array.from({ length: 900 }, (_, index) => ({ ...row, articleNumber: `${index % 3}` })),
      authorization: { status: 'authorized' },
    }),
  );
  expect(registered.kind).toBe('accepted');
});

const pipe = new JsonBodyPipe(CaptureDto, walleyReading);
const handler = new CaptureOrderHandler(orders);

/** The status a body is answered with; anything but a refusal or an acceptance is thrown on. */
const statusOf = async (body: string): Promise<number> => {
  try {
    const capture = requestedCapture(pipe.transform(Buffer.from(body)));
    const result = await handler.execute(new CaptureOrder(request, orderId, capture, 'authorised'));
    return result.kind === 'accepted' ? 202 : walleyRefusal(result).refusal.status;
  } catch (error) {
    if (error instanceof RefusedRequest) return error.refusal.status;
    throw error;
  }
};

const number = fc.oneof(
  fc.integer({ min: -10, max: 1000 }).map(String),
  fc.double().map(String),
  fc.constantFrom('1e308', '1e-400', '-0', '0.1', '0.30000000000000004', '1E2', '1e99999999999'),
  fc.tuple(fc.bigInt(), fc.nat(), fc.integer()).map(([a, b, c]) => `${a}.${b}e${c}`),
);
const anything = fc.oneof(
  { weight: 5, arbitrary: number },
  { weight: 2, arbitrary: number.map((text) => JSON.stringify(text)) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)) },
);
const objectOf = (names: readonly string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...names), anything), { maxLength: 6 })
    .map((members) => members.map(([name, value]) => `${JSON.stringify(name)}: ${value}`))
    .map((members) => `{${members.join(', ')}}`);

const item = objectOf([
  'id',
  'description',
  'unitPrice',
  'UnitPrice',
  'quantity',
  'vat',
  'type',
  '__proto__',
]);
const body = fc
  .tuple(
    objectOf(['description', 'actionReference', 'replaceItems', 'x']),
    anything,
    fc.array(item, { maxLength: 3 }),
  )
  .map(([other, amount, items]) => {
    const members = other === '{}' ? '' : `, ${other.slice(1, -1)}`;
    return `{"amount": ${amount}, "items": [${items.join(', ')}]${members}}`;
  });

describe('whatever a body says, it is captured or refused', () => {
  const answers = [202, 400, 422];

  test('built of the fields of a capture', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        expect(answers).toContain(await statusOf(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('any JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        expect(answers).toContain(await statusOf(text));
      }),
    );
  });

  test('any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(answers).toContain(await statusOf(text));
      }),
    );
  });
});
