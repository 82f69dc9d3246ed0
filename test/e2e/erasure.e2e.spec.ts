import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { LedgerCaller } from '../../apps/api/src/contracts/ledger/testing/ledger-caller.js';
import { registration } from '../../apps/api/src/contracts/ledger/testing/use-ledger.js';
import { RunningSystem } from '../support/system.js';
import { useSystem } from '../support/use-system.js';
import { runLedger } from '../support/run-ledger.js';
import type { Outcome } from '../support/run-ledger.js';

const system = useSystem();

/**
 * These words occur nowhere else in the data. If a file contains one of them after the erasure, the
 * customer's data were not erased from it.
 */
const customer = {
  reference: 'kund-Xylander-77',
  email: 'xanthippe@quellmalz.example',
  phone: '+46709998877',
  firstName: 'Xanthippe',
  lastName: 'Quellmalz',
  billingAddress: { line1: 'Zwiebelgatan 7', city: 'Örnsköldsvik', countryCode: 'SE' },
};
const telling = /xanthippe|quellmalz|xylander|zwiebelgatan|9998877/i;

const ledger = async (...args: readonly string[]): Promise<Outcome> =>
  runLedger(args, { DATA_DIR: system.current.dataDir });

const caller = async (): Promise<LedgerCaller> => {
  const { url, clientId, clientSecret } = system.current;
  return LedgerCaller.authenticate(url, clientId, clientSecret);
};

/** Returns the name and content of every file in a folder and its subfolders. */
const filesOf = (folder: string): { name: string; text: string }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((name) => ({ name, text: readFileSync(name, 'utf8') }));

const expectNothingTelling = (folder: string): void => {
  const files = filesOf(folder);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter(({ text }) => telling.test(text)).map(({ name }) => name)).toEqual([]);
};

/**
 * Returns all rows of all tables as text, to search them for the customer's data. PostgreSQL's
 * system tables are left out.
 */
const dump = async (): Promise<string> => {
  const client = new Client({ connectionString: system.current.runFile.databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(`
      SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`);
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      texts.push(name, ...rows.map(({ row }) => row));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
};

describe('an erased customer', () => {
  test('is in no log, no event, no backup and no table, and does not come back with a backup', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-erasure-'));
    try {
      const demo = await caller();
      const orderNumber = 'erasure-1';
      const made = await demo.post('/v1/orders', registration({ customer, orderNumber }));
      const { orderId } = made.body as { orderId: string };
      const path = `/v1/orders/${orderId}`;
      expect((await demo.getAfter(made, path)).body).toMatchObject({ customer });
      await demo.get('/v1/orders?q=Quellmalz&colour=Xanthippe');
      await demo.get('/manage/orders?query=Quellmalz&filter=Xanthippe');
      await demo.get('/v1/customers/Xanthippe');
      await demo.post('/v1/orders', `{"customer": {"email": "xanthippe@quellmalz.example", `);
      expect(await dump()).toMatch(telling);
      const backup = join(folder, 'backup');
      expect(await ledger('event-node', 'backup', backup)).toMatchObject({ code: 0 });

      // This customer has a reference, and may have more orders under it. Erasing by the number of
      // one order would erase the data of those orders too, so the command refuses.
      const byOrder = await ledger('erase', '--order', orderNumber, '--store', 'demo-se');
      expect(byOrder).toMatchObject({ code: 1, output: '' });
      expect(byOrder.complaint).toContain('erase by that');

      const erased = await ledger(
        'erase',
        '--customer',
        customer.email,
        '--store',
        'demo-se',
        '--json',
      );
      expect(erased).toMatchObject({ code: 0, complaint: '' });
      expect(JSON.parse(erased.output)).toMatchObject({ orders: 1, erasures: [{}] });
      expect((await demo.get(path)).body).toMatchObject({ customer: { erased: true } });

      expect(await ledger('verify', '--json')).toMatchObject({ code: 0 });
      expect(await dump()).not.toMatch(telling);
      expectNothingTelling(join(system.current.dataDir, 'event-node'));
      expectNothingTelling(backup);
      expect(system.current.output).not.toMatch(telling);

      const { dataDir } = system.current;
      await system.current.stop();
      renameSync(join(dataDir, 'event-node'), join(folder, 'former'));
      expect(await ledger('event-node', 'restore', backup)).toMatchObject({ code: 0 });
      system.current = await RunningSystem.start({ dataDir });
      expect(await ledger('rebuild', '--parts', '2')).toMatchObject({ code: 0 });
      const after = await (await caller()).get(path);
      expect(after.body).toMatchObject({ captured: 0, customer: { erased: true } });
      expect(await dump()).not.toMatch(telling);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('is on record without a name, and erasing again changes nothing', async () => {
    const again = await ledger('erase', '--customer', customer.reference, '--store', 'demo-se');
    expect(again).toMatchObject({ code: 0, complaint: '' });
    expect(again.output).toBe('No data of this customer are stored; nothing was changed.\n');
    const listed = await ledger('erase', '--list', '--json');
    const folder = mkdtempSync(join(tmpdir(), 'ledger-erasures-'));
    try {
      const file = join(folder, 'erasures.json');
      writeFileSync(file, listed.output);
      const done = await ledger('erase', '--again', file, '--json');
      expect(done).toMatchObject({ code: 0, output: '{"keys":0,"orders":0}\n' });
      writeFileSync(file, '[{"keyId":"1"}]');
      expect(await ledger('erase', '--again', file)).toMatchObject({ code: 2, output: '' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    expect(JSON.parse(listed.output)).toEqual([
      {
        keyId: expect.any(String),
        storeId: 'demo-se',
        erasedAt: expect.any(String),
        erasedBy: expect.stringMatching(/^operator /),
      },
    ]);
  });

  test.each([
    [['--customer', 'c-1']],
    [['--store', 'demo-se']],
    [['--store', 'demo-se', '--customer', ' ']],
    [['--store', 'demo-se', '--customer', '', '--order', '1']],
    [['--store', 'demo-se', '--customer', 'c-1', '--order', '1']],
    [['--store', 'demo se', '--customer', 'c-1']],
  ])('is asked for with %j wrongly: exit code 2', async (args) => {
    expect(await ledger('erase', ...args)).toMatchObject({ code: 2, output: '' });
  });
});
