import { beforeEach, expect, test } from '@jest/globals';
import type { CommandBus } from '@nestjs/cqrs';
import type { Gateway, Outcome } from '#gateway';
import type { OrderCommand } from '#ledger';
import { Deadline } from '#runtime';
import type { CardGateway } from '../../../services/card-gateway.js';
import { GatewayIntents } from '../gateway/gateway-intents.js';
import {
  cancel,
  customer,
  orderOf,
  registerCard,
} from '../../../../../../libs/ledger/src/testing/index.js';
import { WooCustomers } from './customers.js';
import type { ShownCustomers } from './shown-customers.js';
import type { WooOrder } from './woo-orders.js';

const done = <Value>(value: Value): Outcome<Value> => ({ kind: 'done', value });
const gone: Outcome<never> = {
  kind: 'refused',
  refusal: { status: 404, code: 'resource_missing', message: 'gone' },
};

const otherwise: Outcome<never> = {
  ...{ kind: 'unknown', doubt: { reason: 'key-used-otherwise', message: 'other data' } },
};

/** The idempotency keys with which customers were made at the gateway. */
let keys: string[];
beforeEach(() => {
  keys = [];
});

/**
 * Calls `create` for an order that already has the gateway customer `before`, if given. `isKnown`
 * says whether the gateway still has that customer. Returns the answer, the calls to the gateway,
 * and the recorded customers.
 */
const createFor = async (
  before: string | undefined,
  isKnown: boolean,
  {
    commands = [registerCard()],
    key,
    person,
    isKeyTaken = false,
  }: { commands?: OrderCommand[]; key?: string; person?: string; isKeyTaken?: boolean } = {},
) => {
  const calls: string[] = [];
  const gateway = {
    readCustomer: async () => Promise.resolve(isKnown ? done({ id: before }) : gone),
    updateCustomer: async (id: string) => {
      calls.push(`update ${id}`);
      return Promise.resolve(done({ id }));
    },
    createCustomer: async (_details: unknown, sent: string) => {
      calls.push('create');
      keys.push(sent);
      const isRefused = isKeyTaken && keys.length === 1;
      return Promise.resolve(isRefused ? otherwise : done({ id: 'cus_new' }));
    },
  } as unknown as Gateway;
  const ask = async (_ms: number, call: (gateway: Gateway) => Promise<unknown>) => call(gateway);
  const linked: string[] = [];
  const execute = async ({ change }: { change: { data: { customerId: string } } }) => {
    linked.push(change.data.customerId);
    return Promise.resolve({ kind: 'accepted' });
  };
  const known = { details: { name: 'Anna' }, before, ...(person !== undefined && { person }) };
  const shown = { of: async () => Promise.resolve(known) };
  const customers = new WooCustomers(
    { execute } as unknown as CommandBus,
    new GatewayIntents({ ask } as unknown as CardGateway),
    shown as unknown as ShownCustomers,
  );
  const order = orderOf(commands);
  const request = {
    ...{ at: new Date(0).toISOString(), caller: { clientId: 'c' } },
    ...(key !== undefined && { idempotencyKey: key }),
  };
  const target = { orderId: order.balance.orderId, request };
  const found = { order, target, deadline: new Deadline(1_000) } as unknown as WooOrder;
  const { body, repeated } = await customers.create(found);
  return { ...body, calls, linked, ...(repeated && { repeated }) };
};

test('a customer is made where there is none', async () => {
  expect(await createFor(undefined, false)).toEqual({
    ...{ id: 'cus_new', calls: ['create'], linked: ['cus_new'] },
  });
});

test('two orders of one person make their customer under one key', async () => {
  const person = '8c1f0000-0000-4000-8000-000000000001';
  const other = registerCard({ orderNumber: '1002' });
  await createFor(undefined, false, { person });
  await createFor(undefined, false, { person, commands: [other] });
  await createFor(undefined, false, { commands: [other] });
  const [first, second, ofGuest] = keys;
  expect(second).toBe(first);
  expect(ofGuest).not.toBe(first);
});

test('an order with other data of the person makes a customer under its own key', async () => {
  const person = '8c1f0000-0000-4000-8000-000000000001';
  expect(await createFor(undefined, false, { person, isKeyTaken: true })).toEqual({
    ...{ id: 'cus_new', calls: ['create', 'create'], linked: ['cus_new'] },
  });
  await createFor(undefined, false);
  expect(keys[1]).toBe(keys[2]);
});

test('a customer that the gateway knows is brought up to date', async () => {
  expect(await createFor('cus_1', true)).toEqual({
    ...{ id: 'cus_1', calls: ['update cus_1'], linked: ['cus_1'] },
  });
});

test('a customer that the gateway no longer knows is made anew', async () => {
  expect(await createFor('cus_1', false)).toEqual({
    ...{ id: 'cus_new', calls: ['create'], linked: ['cus_new'] },
  });
});

test('no customer is made of an order that is over', async () => {
  const commands = [registerCard(), cancel()];
  await expect(createFor(undefined, false, { commands })).rejects.toMatchObject({
    rejected: { code: 'CUSTOMER_INVALID_ORDER_STATUS' },
  });
});

test('a repeat under its key has the same answer after the order is over, another key has not', async () => {
  const commands = [registerCard(), customer('cus_1', { key: 'k' }), cancel()];
  expect(await createFor('cus_1', true, { commands, key: 'k' })).toEqual({
    ...{ id: 'cus_1', calls: [], linked: [], repeated: {} },
  });
  await expect(createFor('cus_1', true, { commands, key: 'k-2' })).rejects.toMatchObject({
    rejected: { code: 'CUSTOMER_INVALID_ORDER_STATUS' },
  });
});
