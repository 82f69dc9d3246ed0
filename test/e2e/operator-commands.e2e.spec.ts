import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { describe, expect, test } from '@jest/globals';
import { LedgerCaller } from '../../apps/api/src/contracts/ledger/testing/ledger-caller.js';
import { registration } from '../../apps/api/src/contracts/ledger/testing/use-ledger.js';
import { useSystem } from '../support/use-system.js';
import { runLedger } from '../support/run-ledger.js';
import type { Outcome } from '../support/run-ledger.js';

const unknownOrder = '00000000-0000-4000-8000-000000000000';

const newStore = ['store', 'create', '--id', 'a', '--segment', 'B2C', '--currency', 'SEK'];

const system = useSystem();

/** Runs a command of the CLI. The command finds the running instance by DATA_DIR. */
const ledger = async (...args: readonly string[]): Promise<Outcome> =>
  runLedger(args, { DATA_DIR: system.current.dataDir });

const token = async (clientId: string, clientSecret: string): Promise<number> => {
  const { status } = await fetch(`${system.current.url}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  return status;
};

describe('the operator', () => {
  test('makes a store and a client for it, which gets a token', async () => {
    const store = ['--id', 'shop-de', '--segment', 'B2B', '--currency', 'EUR', '--country', 'DE'];
    const printed = ['--tax-number', 'DE123456789', '--address-line1', 'Am Markt 1'];
    const place = ['--postal-code', '10178', '--city', 'Berlin', '--json'];
    const made = await ledger('store', 'create', ...store, ...printed, ...place);
    expect(made).toMatchObject({ code: 0 });
    expect(JSON.parse(made.output)).toMatchObject({
      storeId: 'shop-de',
      taxNumber: 'DE123456789',
      address: { line1: 'Am Markt 1', postalCode: '10178', city: 'Berlin' },
    });
    const scopes = ['--stores', 'shop-de', '--scopes', 'captures:write,orders:read'];
    const { code, output } = await ledger(
      'client',
      'create',
      '--id',
      'shop-a',
      ...scopes,
      '--json',
    );
    expect(code).toBe(0);
    const client = JSON.parse(output) as { clientSecret: string };
    expect(client).toMatchObject({
      clientId: 'shop-a',
      stores: ['shop-de'],
      scopes: ['captures:write', 'orders:read'],
    });
    expect(await token('shop-a', client.clientSecret)).toBe(200);
    expect(await token('shop-a', 'another')).toBe(401);
  });

  test('is told what cannot be made, with exit code 1', async () => {
    const scopes = ['--scopes', 'orders:read'];
    const noStore = await ledger('client', 'create', '--id', 'x', '--stores', 'nowhere', ...scopes);
    expect(noStore).toMatchObject({ code: 1, output: '' });
    expect(noStore.complaint).toContain('There is no store "nowhere"');
    const taken = await ledger(
      'client',
      'create',
      '--id',
      'demo',
      '--stores',
      'demo-se',
      ...scopes,
    );
    expect(taken).toMatchObject({ code: 1, complaint: 'A client "demo" already exists.\n' });
  });

  test.each([
    [['store', 'create', '--id', 'a', '--segment', 'B2X', '--currency', 'SEK'], /B2C, B2B/],
    [['store', 'create', '--id', 'a', '--segment', 'B2C', '--currency', 'XXY'], /--currency/],
    [[...newStore, '--time-zone', '+01:00'], /--time-zone/],
    [[...newStore, '--name', ''], /--name/],
    [[...newStore, '--tax-number', 'x'.repeat(65)], /--tax-number/],
    [[...newStore, '--city', ' '], /--city/],
    [[...newStore, '--name', 'x'.repeat(257)], /--name/],
    [['client', 'create', '--id', 'a', '--stores', 'b', '--scopes', 'all'], /"all" is none of/],
    [['client', 'create'], /--id/],
    [['order', 'show', ''], /(neither|not) an order id/],
    [['rebuild', '--parts', '17'], /1 to 16/],
    [['fly'], /unknown command/],
  ])('is told what was used wrongly, with exit code 2: %j', async (args, complaint) => {
    const outcome = await ledger(...args);
    expect(outcome.code).toBe(2);
    expect(outcome.complaint).toMatch(complaint);
  });

  test.each([
    [['order', 'show', 'x'], /(neither|not) an order id/],
    [['settlement', 'cut', '--store', 'x', '--currency', 'SEK'], /There is no store "x"/],
    [['settlement', 'list', '--store', 'x'], /^There is no store "x"\.\n$/],
    [['erase', '--list', '--store', 'x', '--json'], /^There is no store "x"\.\n$/],
    [['erase', '--customer', 'anna', '--store', 'x'], /^There is no store "x"\.\n$/],
    [['webhook', 'deliveries', unknownOrder], /^There is no such webhook\.\n$/],
  ])('is told what is not there, with exit code 1: %j', async (args, complaint) => {
    expect(await ledger(...args)).toMatchObject({
      ...{ code: 1, output: '' },
      complaint: expect.stringMatching(complaint),
    });
  });

  test.each([
    [['settlement', 'list', '--store', 'demo-se'], 'Store demo-se has no settlement yet.\n'],
    [['settlement', 'list', '--store', 'demo-se', '--json'], ''],
    [['erase', '--list', '--store', 'demo-se'], 'No customer was erased yet.\n'],
    [['erase', '--list', '--store', 'demo-se', '--json'], '[]\n'],
    [['webhook', 'list'], 'There is no webhook yet.\n'],
    [['client', 'key', 'list', 'demo'], 'Client "demo" has no key.\n'],
    [['actions', '--by', 'somebody'], 'The audit trail has no such entry.\n'],
    [['order', 'damaged'], 'No order or settlement is damaged.\n'],
  ])('is told that a list is empty, with exit code 0: %j', async (args, output) => {
    expect(await ledger(...args)).toEqual({ code: 0, output, complaint: '' });
  });

  test('sees an order and its history', async () => {
    const shown = await ledger('order', 'show', system.current.orderId, '--json');
    expect(JSON.parse(shown.output)).toMatchObject({
      orderId: system.current.orderId,
      storeId: 'demo-se',
      total: 28_500,
      status: 'NotActivated',
      revision: 1,
    });
    const history = await ledger('order', 'history', system.current.orderId);
    expect(history.output).toMatch(/^Order demo-1 of demo-se, amounts in SEK\n\nrev {2}recorded/);
    expect(history.output).toMatch(
      /\n {2}1 {2}\S+ {2}Authorized +285\.00 .* NotActivated +demo \(ledger\)\n$/,
    );
    expect(await ledger('order', 'show', unknownOrder)).toMatchObject({ code: 1, output: '' });
    expect(await ledger('order', 'history', unknownOrder)).toMatchObject({ code: 1, output: '' });
  });

  test('lists and removes clients, lists stores and moves one, by commands that are on record', async () => {
    const make = ['client', 'create', '--id', 'gone', '--stores', 'demo-se', '--scopes', 'admin'];
    expect(await ledger(...make)).toMatchObject({ code: 0 });
    expect((await ledger('client', 'list')).output).toContain('gone  demo-se  admin\n');
    expect(await ledger('client', 'remove', 'gone')).toMatchObject({ code: 0 });
    expect(await ledger('client', 'remove', 'gone')).toMatchObject({ code: 1 });
    expect((await ledger('client', 'list')).output).not.toContain('gone');

    expect(await ledger('store', 'zone', 'demo-se', 'BST')).toMatchObject({ code: 2 });
    expect(await ledger('store', 'zone', 'demo-se', 'UTC')).toMatchObject({ code: 0 });
    const stores = JSON.parse((await ledger('store', 'list', '--json')).output) as object;
    expect(stores).toMatchObject({ misnamedZones: [] });

    const { output } = await ledger('actions', '--by', 'operator', '--json');
    const { items } = JSON.parse(output) as { items: Record<string, unknown>[] };
    const ends = items.filter(({ outcome }) => outcome !== 'requested');
    expect(ends.slice(0, 5)).toMatchObject([
      { action: 'ledger store zone', outcome: 'done' },
      {
        ...{ action: 'ledger store zone', outcome: 'refused', code: 'VALIDATION_ERROR' },
        target: { store: 'demo-se', timeZone: 'BST' },
      },
      { action: 'ledger client remove', outcome: 'refused' },
      { action: 'ledger client remove', outcome: 'done', target: { clientId: 'gone' } },
      {
        action: 'ledger client create',
        outcome: 'done',
        target: { clientId: 'gone', scopes: ['admin'] },
      },
    ]);
  });

  test('makes keys for other contracts, lists and revokes them', async () => {
    const made = await ledger(
      ...['client', 'key', 'create', system.current.clientId, '--kind', 'woocommerce'],
      ...['--permission', 'read', '--store', 'demo-se', '--json'],
    );
    expect(made).toMatchObject({ code: 0, complaint: '' });
    const key = JSON.parse(made.output) as { keyId: string; consumerKey: string };
    expect(key).toEqual({
      ...{ keyId: expect.any(String), clientId: system.current.clientId },
      ...{ kind: 'woocommerce', store: 'demo-se' },
      consumerKey: expect.stringMatching(/^ck_[\da-f]{40}$/),
      consumerSecret: expect.stringMatching(/^cs_[\da-f]{40}$/),
    });
    const list = ['client', 'key', 'list', system.current.clientId];
    const line = `${key.keyId}  woocommerce  demo-se  ...${key.consumerKey.slice(-7)}  read\n`;
    expect((await ledger(...list)).output).toContain(line);
    const revoke = ['client', 'key', 'revoke', system.current.clientId, key.keyId];
    expect(await ledger(...revoke)).toMatchObject({ code: 0 });
    expect(await ledger(...revoke)).toMatchObject({ code: 1 });
    expect((await ledger(...list)).output).not.toContain(key.keyId);
    const create = ['client', 'key', 'create', 'nobody', '--kind', 'woocommerce'];
    expect(await ledger(...create)).toMatchObject({ code: 2 });
    expect(await ledger(...create, '--permission', 'all')).toMatchObject({ code: 2 });
    expect(await ledger(...create, '--permission', 'read')).toMatchObject({ code: 1 });
  });

  test('names orders by number, seals the log and says its version', async () => {
    const { url, clientId, clientSecret } = system.current;
    const demo = await LedgerCaller.authenticate(url, clientId, clientSecret);
    await demo.post('/v1/orders', registration({ orderNumber: 'by-number' }));
    const history = await ledger('order', 'history', 'by-number', '--store', 'demo-se');
    expect(history).toMatchObject({ code: 0, complaint: '' });
    expect(history.output).toContain('Order by-number of demo-se');
    const repaired = await ledger('order', 'repair', 'by-number', '--store', 'demo-se');
    expect(repaired).toMatchObject({ code: 0, complaint: '' });
    const sealed = await ledger('seal', '--json');
    expect(sealed).toMatchObject({ code: 0 });
    const { items } = JSON.parse(sealed.output) as { items: { number: number; hash: string }[] };
    const { number, hash } = items.at(-1)!;
    const seals = (await ledger('seals')).output.trim().split('\n');
    expect(seals[0]).toMatch(/^no\. 0 {2}/);
    expect(seals[number]).toMatch(new RegExp(`^no\\. ${number} {2}.*${hash}$`));
    const listed = JSON.parse((await ledger('seals', '--json')).output) as { items: unknown[] };
    expect(listed.items[number]).toEqual(items.at(-1));
    expect(await ledger('--version')).toMatchObject({ code: 0, output: '0.1.0\n' });
  });

  test('settles what was captured, once, and says when it was paid out', async () => {
    const { url, clientId, clientSecret } = system.current;
    const caller = await LedgerCaller.authenticate(url, clientId, clientSecret);
    const { body } = await caller.post('/v1/orders', registration());
    const { orderId } = body as { orderId: string };
    await caller.post(`/v1/orders/${orderId}/captures`, { amount: 28_500 });
    const cut = await ledger('settlement', 'cut', '--store', 'demo-se', '--json');
    expect(cut).toMatchObject({ code: 0, complaint: '' });
    const settlement = JSON.parse(cut.output) as { settlementId: string };
    expect(settlement).toMatchObject({ number: 1, captured: 28_500, total: 28_500, lines: 1 });
    const nothing = await ledger('settlement', 'cut', '--store', 'demo-se', '--currency', 'SEK');
    expect(nothing).toMatchObject({ code: 1, output: '' });
    expect(nothing.complaint).toMatch(/No capture or refund/);
    const byNumber = ['1', '--store', 'demo-se'];
    const paid = await ledger('settlement', 'paid-out', ...byNumber, '--reference', 'BG 1');
    expect(paid).toMatchObject({ code: 0 });
    expect(paid.output).toMatch(/Total +285\.00 SEK[^]*Paid out .* BG 1/);
    const listed = await ledger('settlement', 'list', '--store', 'demo-se');
    expect(listed).toMatchObject({ code: 0, complaint: '' });
    expect(listed.output).toMatch(
      /^[-\da-f]{36} +1 {2}\S+ to \S+ +285\.00 SEK {2}paid out \S+ as BG 1\n$/,
    );
    const shown = await ledger('settlement', 'show', settlement.settlementId, '--json');
    expect(JSON.parse(shown.output)).toMatchObject({ ...settlement, payoutReference: 'BG 1' });
    expect(await ledger('settlement', 'show', ...byNumber, '--json')).toEqual(shown);
    const other = ['settlement', 'show', '2', '--store', 'demo-se'];
    expect(await ledger(...other)).toMatchObject({ code: 1, output: '' });
    const withoutStore = await ledger('settlement', 'show', '1');
    expect(withoutStore.complaint).toMatch(/"1" is neither a settlement id .* --store/);
    expect(await ledger('settlement', 'show', unknownOrder)).toMatchObject({ code: 1, output: '' });
    expect(await ledger('settlement', 'cut', '--store', 'none')).toMatchObject({ code: 1 });
    expect(await ledger('settlement', 'paid-out', 'x', '--reference', 'y')).toMatchObject({
      code: 2,
    });
  });

  test.each([
    ['by itself', []],
    ['in three parts', ['--parts', '3']],
  ])('rebuilds the read models beside the worker %s', async (_how, options) => {
    const { url, clientId, clientSecret } = system.current;
    const caller = await LedgerCaller.authenticate(url, clientId, clientSecret);
    for (let count = 0; count < 20; count += 1) {
      const { body } = await caller.post('/v1/orders', registration());
      const { orderId } = body as { orderId: string };
      await caller.post(`/v1/orders/${orderId}/captures`, { amount: 9_500 });
      await caller.post(`/v1/orders/${orderId}/refunds`, { amount: 100 });
    }
    const { code, output } = await ledger('rebuild', '--json', ...options);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      position: expect.stringMatching(/^\d+$/) as unknown,
    });
    expect(await ledger('order', 'show', system.current.orderId)).toMatchObject({ code: 0 });
    expect(await ledger('worker', '--check')).toMatchObject({ code: 0 });
    // After the rebuild, `verify` compares every row of the read models with the log.
    expect(await ledger('verify', '--json')).toMatchObject({ code: 0 });
  });

  test('makes a webhook, sees what became of its messages, and removes it', async () => {
    const asked = ['--kind', 'standard', '--stores', 'demo-se', '--events', 'order.captured'];
    const url = 'https://shop.example.com/ledger';
    const made = await ledger('webhook', 'create', ...asked, '--url', url, '--json');
    expect(made).toMatchObject({ code: 0, complaint: '' });
    const { endpointId, secret } = JSON.parse(made.output) as Record<string, string>;
    expect(secret).toMatch(/^whsec_/);
    expect((await ledger('webhook', 'list')).output).toBe(
      `${String(endpointId)}  standard  ${url}  demo-se\n`,
    );
    const none = await ledger('webhook', 'deliveries', String(endpointId));
    expect(none).toMatchObject({ code: 0, output: expect.stringMatching(/^No message was made/) });
    const dead = await ledger(
      'webhook',
      'deliveries',
      String(endpointId),
      '--status',
      'dead',
      '--json',
    );
    expect(dead).toMatchObject({ code: 0, output: '{"items":[]}\n' });
    expect(await ledger('webhook', 'replay', String(endpointId), unknownOrder)).toMatchObject({
      code: 1,
    });
    expect(await ledger('webhook', 'remove', String(endpointId))).toMatchObject({ code: 0 });
    expect(await ledger('webhook', 'remove', String(endpointId))).toMatchObject({ code: 1 });
    const local = await ledger('webhook', 'create', ...asked, '--url', 'https://127.0.0.1/');
    expect(local).toMatchObject({ code: 2, complaint: expect.stringMatching(/is not public/) });
  });

  test('is told of a stream that a rebuild sets aside, in each part of the log', async () => {
    const client = EventStoreDBClient.connectionString(
      String(system.current.runFile.eventStoreUrl),
    );
    await client.appendToStream('order-f-none', jsonEvent({ type: 'Nonsense', data: {} }));
    await client.dispose();
    for (const parts of ['1', '2']) {
      const { code, complaint } = await ledger('rebuild', '--parts', parts);
      expect(code).toBe(0);
      expect(complaint).toContain('Damaged streams set aside: 1');
    }
    expect(await ledger('order', 'damaged')).toMatchObject({
      code: 1,
      output: expect.stringContaining('order-f-none'),
    });
    expect(await ledger('order', 'show', system.current.orderId)).toMatchObject({ code: 0 });
  });
});
