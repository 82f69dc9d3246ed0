import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import type { OrderRepository } from '#event-log';
import { makePersonKey } from '#personal-data';
import type { PersonKey, PersonKeys } from '#personal-data';
import { OrdersInMemory } from '../testing/orders-in-memory.js';
import type { CommandRequest } from './command-request.js';
import { CustomerSealing } from './customer-sealing.js';
import { knownIdentity, soundLedger } from '../testing/stand-ins.js';
import type { OrderPayments } from './order-payments.js';
import { RegisterOrder, RegisterOrderHandler } from './register-order.js';

const request: CommandRequest = {
  caller: { clientId: 'demo', stores: ['demo-se'], scopes: [] },
  contract: 'ledger',
  endpoint: 'POST /v1/orders',
  correlationId: '8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11',
  at: '2026-11-20T10:00:00.000Z',
};
const registration: RegisterOrder['registration'] = {
  storeId: 'demo-se',
  orderNumber: '1',
  currency: 'SEK',
  salesSegment: 'B2C',
  paymentMethod: 'invoice',
  rows: [{ description: 'Shoes', unitPrice: 100, quantity: 1, vatRate: 25 }],
  authorization: { status: 'authorized' },
};
const anna = { reference: 'c-1', firstName: 'Anna' };
const orderId = knownIdentity.orderIds.of('demo-se', '1');

/** The tests keep their keys in memory, so nothing calls this pool. */
const pool = {} as unknown as Pool;

let orders: OrderRepository;
let made: number;
let away: boolean;
let known: (PersonKey & { readonly isNamed: boolean }) | undefined;
/**
 * A test can set this function to register the same order concurrently. The function is called
 * once, after the next look-up of a key.
 */
let meanwhile: (() => Promise<unknown>) | undefined;

/**
 * A store of keys in memory, for one person. While `away` is true, every look-up fails as if
 * PostgreSQL could not be reached.
 */
const keys = {
  find: async () => {
    if (away) throw new Error('Connection terminated');
    const found = known;
    const other = meanwhile;
    meanwhile = undefined;
    await other?.();
    return found;
  },
  make: () => {
    made += 1;
    known = { ...(known ?? makePersonKey()), isNamed: true };
    return Promise.resolve(known);
  },
} as unknown as PersonKeys;

beforeEach(() => {
  orders = new OrdersInMemory() as unknown as OrderRepository;
  [made, away, known, meanwhile] = [0, false, undefined, undefined];
});

/** No registration in these tests names a payment, so nothing calls this object. */
const noPayments = {} as unknown as OrderPayments;

const register = async (changes: Partial<typeof registration> = {}, customer?: object) =>
  new RegisterOrderHandler(
    orders,
    new CustomerSealing(pool, keys, orders),
    knownIdentity,
    soundLedger,
    noPayments,
  ).execute(new RegisterOrder(request, { ...registration, ...changes }, customer));

describe('registering with a customer', () => {
  test('makes one key for a person, and repeats are the same request', async () => {
    expect(await register({}, anna)).toMatchObject({ kind: 'accepted', replayed: false });
    expect(await register({}, anna)).toMatchObject({ kind: 'accepted', replayed: true });
    expect(await register({ orderNumber: '2' }, anna)).toMatchObject({ kind: 'accepted' });
    expect(made).toBe(1);
  });

  test('makes no key for what is refused, or for an order that is there', async () => {
    const refused = { kind: 'rejected', code: 'ORDER_ROWS_REQUIRED' };
    expect(await register({ rows: [] }, anna)).toMatchObject(refused);
    expect(await register()).toMatchObject({ kind: 'accepted' });
    const taken = { kind: 'rejected', code: 'ORDER_NUMBER_TAKEN' };
    expect(await register({}, anna)).toMatchObject(taken);
    const ofOther = { kind: 'rejected', code: 'ORDER_OF_OTHER_STORE' };
    expect(await register({ storeId: 'other' }, anna)).toMatchObject(ofOther);
    expect(made).toBe(0);
  });

  test('is the same request as one that came at the same moment, and made the key between', async () => {
    meanwhile = async () => register({}, anna);
    expect(await register({}, anna)).toMatchObject({ kind: 'accepted', replayed: true });
    expect(made).toBe(1);
  });

  test('notes a new address of a known person only for an order that is accepted', async () => {
    known = { ...makePersonKey(), isNamed: false };
    expect(await register({ rows: [] }, anna)).toMatchObject({ kind: 'rejected' });
    expect(made).toBe(0);
    expect(await register({}, anna)).toMatchObject({ kind: 'accepted' });
    expect(made).toBe(1);
  });

  test('fails while the keys are away and writes nothing; without a customer it goes on', async () => {
    away = true;
    await expect(register({}, anna)).rejects.toThrow('Connection terminated');
    expect(await orders.load(orderId)).toBeUndefined();
    expect(await register()).toMatchObject({ kind: 'accepted' });
  });
});
