import { describe, expect, test } from '@jest/globals';
import type { NewIntent } from '#gateway';
import type { CardGateway } from '../services/card-gateway.js';
import type { OrderTarget, OrderCommands } from './order-commands.js';
import { TerminalIntents } from './terminal-intents.js';

const orderId = '8c1f0000-0000-5000-8000-000000000001';
const balance = { orderId, orderNumber: '1001', total: 28_500, currency: 'SEK' };

const target: OrderTarget = {
  orderId,
  knownOrders: 'all',
  request: {
    ...{
      contract: 'ledger',
      endpoint: 'POST /',
      correlationId: 'c',
      at: '2026-11-20T10:00:00.000Z',
    },
    caller: { clientId: 'till', stores: ['demo-se'], scopes: [] },
  },
};

/**
 * Makes one intent. Returns what the gateway received, and the command that recorded the intent.
 */
const made = async (metadata: Readonly<Record<string, string>>) => {
  const intents: NewIntent[] = [];
  const commands: unknown[] = [];
  const orders = {
    find: () => Promise.resolve({ balance }),
    execute: ({ change }: { readonly change: unknown }) => {
      commands.push(change);
      return Promise.resolve({ kind: 'accepted' });
    },
  };
  const gateway = {
    create: (intent: NewIntent) => {
      intents.push(intent);
      return Promise.resolve({ kind: 'done', value: { id: 'pi_1' } });
    },
  };
  const terminal = new TerminalIntents(
    orders as unknown as OrderCommands,
    gateway as unknown as CardGateway,
  );
  const wish = { methods: ['card_present'], capture: 'manual', metadata } as const;
  await terminal.make(target, wish, () => undefined);
  return { intents, commands };
};

describe('a terminal intent', () => {
  test('takes the caller’s metadata to the gateway, and their names alone into the log', async () => {
    const { intents, commands } = await made({
      customer_name: 'Anna Lind',
      customer_email: 'anna@example.com',
      order_id: 'x',
    });
    expect(intents).toMatchObject([
      {
        metadata: {
          ...{ customer_name: 'Anna Lind', customer_email: 'anna@example.com' },
          ...{ order_id: '1001', order_number: '1001', ledger_order: orderId },
        },
      },
    ]);
    expect(commands).toEqual([
      {
        type: 'CreateTerminalIntent',
        data: {
          paymentIntent: 'pi_1',
          metadata: { order_id: '1001', order_number: '1001' },
          metadataNames: ['customer_email', 'customer_name', 'order_id'],
          ...{ paymentMethods: ['card_present'], captureMethod: 'manual' },
        },
      },
    ]);
  });
});

describe('a repeat under an idempotency key', () => {
  const key = 'k';
  const answer = { fingerprint: 'f', revision: 1, paymentIntent: 'pi_1' };
  const order = { balance, answers: new Map([[`create-terminal-intent ${key}`, answer]]) };
  const keyed = { ...target, request: { ...target.request, idempotencyKey: key } };

  /** Repeats a request with this metadata. `known` is what the gateway says about the intent. */
  const repeated = async (metadata: Readonly<Record<string, string>>, known: unknown) => {
    const terminal = new TerminalIntents(
      {
        find: () => Promise.resolve(order),
        execute: () => Promise.resolve({ kind: 'accepted', replayed: true, order }),
      } as unknown as OrderCommands,
      { read: () => Promise.resolve(known) } as unknown as CardGateway,
    );
    const wish = { methods: ['card_present'], capture: 'manual', metadata } as const;
    return terminal.make(keyed, wish);
  };
  const intent = {
    kind: 'done',
    value: { metadata: { till: '7', order_id: '1001', ledger_capture: 'c' } },
  };
  const same = { executed: { kind: 'accepted' }, paymentIntent: 'pi_1' };

  test.each([
    ['no metadata', {}, intent],
    ['the same metadata', { till: '7' }, intent],
    ['an empty value, which the gateway does not keep', { till: '7', note: '' }, intent],
    ['names that the ledger writes itself', { order_id: 'x', ledger_capture: 'y' }, intent],
    ['a gateway that does not answer', { till: '8' }, { kind: 'unknown' }],
    ['an intent that the gateway no longer has', { till: '8' }, { kind: 'refused' }],
  ])('with %s has the first intent', async (_what, metadata, known) => {
    expect(await repeated(metadata, known)).toMatchObject(same);
  });

  test.each([[{ till: '8' }], [{ till: '7', note: 'x' }]])(
    'with %j is refused',
    async (metadata) => {
      expect((await repeated(metadata, intent)).executed).toMatchObject({
        ...{ kind: 'rejected', code: 'IDEMPOTENCY_KEY_REUSED' },
      });
    },
  );
});
