import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrderRepository } from '#event-log';
import { captureCommand } from '../../commands/capture-commands.js';
import {
  type CommandOnOrder,
  type OrderTarget,
  OrderCommands,
} from '../../commands/order-commands.js';
import { ReauthorizeOrder, RefundOrder } from '../../commands/order-life-commands.js';
import type { CommandRequest } from '../../commands/command-request.js';
import type { CustomerSealing } from '../../commands/customer-sealing.js';
import type { OrderPayments } from '../../commands/order-payments.js';
import { RegisterOrder, RegisterOrderHandler } from '../../commands/register-order.js';
import { HttpError } from '../../contract-kit/http-error.js';
import { JsonBodyPipe } from '../../contract-kit/body/json-body.js';
import { OrdersInMemory } from '../../testing/orders-in-memory.js';
import { requestedMoney } from './money/money.dto.js';
import { ReauthorizeDto } from './changes/reauthorize.controller.js';
import { RefundDto } from './changes/refund.controller.js';
import { walleyBodyRules } from './walley-request.js';
import { walleyEnvelope } from './walley-envelope.js';
import { knownIdentity, soundLedger } from '../../testing/stand-ins.js';
import { CaptureDto, requestedCapture } from './changes/capture.controller.js';
const orders = new OrdersInMemory() as unknown as OrderRepository;
/** These stand-ins are never used, because no registration here has a customer or a payment. */
const noCustomers = {} as unknown as CustomerSealing;
const noPayments = {} as unknown as OrderPayments;
const request: CommandRequest = {
  caller: { clientId: 'demo', stores: ['demo-se'], scopes: [] },
  contract: 'walley',
  endpoint: 'POST /manage/orders/:orderId/capture',
  correlationId: '8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11',
  at: '2026-11-20T10:00:00.000Z',
};

const row = { articleNumber: '1', description: 'A', unitPrice: 100, quantity: 9, vatRate: 25 };
const commands = new OrderCommands(orders, soundLedger);

const registered = async (orderNumber: string): Promise<string> => {
  const made = await new RegisterOrderHandler(
    orders,
    noCustomers,
    knownIdentity,
    soundLedger,
    noPayments,
  ).execute(
    new RegisterOrder(request, {
      storeId: 'demo-se',
      orderNumber,
      currency: 'SEK',
      salesSegment: 'B2C',
      paymentMethod: 'invoice',
      rows: Array.from({ length: 900 }, (_, index) => ({ ...row, articleNumber: `${index % 3}` })),
      authorization: { status: 'authorized' },
    }),
  );
  expect(made.kind).toBe('accepted');
  return knownIdentity.orderIds.of('demo-se', orderNumber);
};

interface Change {
  readonly name: string;
  /** Makes an order to send the bodies to, and returns its id. */
  readonly prepare: () => Promise<string>;
  readonly command: (target: OrderTarget, body: Buffer) => CommandOnOrder;
}

const capturePipe = new JsonBodyPipe(CaptureDto, walleyBodyRules);
const refundPipe = new JsonBodyPipe(RefundDto, walleyBodyRules);
const reauthorizePipe = new JsonBodyPipe(ReauthorizeDto, walleyBodyRules);

const captureOf: Change['command'] = (target, body) =>
  captureCommand(target, requestedCapture(capturePipe.transform(body)));

const changes: readonly Change[] = [
  { name: 'captured', prepare: () => registered('1'), command: captureOf },
  {
    name: 'refunded',
    prepare: async () => {
      const orderId = await registered('2');
      expect(await statusOf(orderId, captureOf, '{"amount": 8100}')).toBe(202);
      return orderId;
    },
    command: (target, body) => new RefundOrder(target, requestedMoney(refundPipe.transform(body))),
  },
  {
    name: 'authorised anew',
    prepare: () => registered('3'),
    command: (target, body) =>
      new ReauthorizeOrder(target, requestedMoney(reauthorizePipe.transform(body))),
  },
];

/**
 * The HTTP status that a request would get. An error that is not an HTTP error is thrown again, so
 * that the spec fails.
 */
const statusOf = async (
  orderId: string,
  command: Change['command'],
  text: string,
): Promise<number> => {
  try {
    const target: OrderTarget = { request, orderId, knownOrders: 'authorised' };
    const result = await commands.execute(command(target, Buffer.from(text)));
    return result.kind === 'accepted' ? 202 : walleyEnvelope.rejected(result).status;
  } catch (error) {
    if (error instanceof HttpError) return error.answer.status;
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

describe.each(changes)('whatever a body says, an order is $name or not', ({ prepare, command }) => {
  const answers = [202, 400, 422];
  let orderId = '';
  beforeAll(async () => {
    orderId = await prepare();
  });

  test.each([
    ['built of the fields of the request', body, 1_000],
    ['any JSON', fc.json(), 100],
    ['any text', fc.string({ unit: 'binary' }), 100],
  ])('%s', async (_what, texts, numRuns) => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(answers).toContain(await statusOf(orderId, command, text));
      }),
      { numRuns },
    );
  });
});
