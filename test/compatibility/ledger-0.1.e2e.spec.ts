import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { LedgerCaller } from '../../apps/api/src/contracts/ledger/testing/ledger-caller.js';
import { runLedger } from '../support/run-ledger.js';
import { RunningSystem, eventually } from '../support/system.js';

/**
 * Data that version 0.1 of the ledger wrote; later versions must still read them. The folder has
 * the event log, an export of the log, and the answers of the API. The log has 100 events: every
 * kind of command, three stores, four settlements and one seal (a hash over the log).
 */
const kept = join(import.meta.dirname, 'ledger-0.1');
const seal = '2a3d1b1e22082fa6613757d2bf75c4550e4fb385d1dc1043d61c830f2b381c0d';
const manifest = 'e9e63f77878f4cfce01ce4a031d0156719daac8310278245872b4c261293a889';

interface Order {
  readonly orderId: string;
}

interface Settlement {
  readonly settlementId: string;
}

interface Answers {
  readonly orders: readonly Order[];
  readonly settlements: readonly Settlement[];
  readonly lines: Readonly<Record<string, readonly object[]>>;
}

const answers = JSON.parse(readFileSync(join(kept, 'answers.json'), 'utf8')) as Answers;
const folder = mkdtempSync(join(tmpdir(), 'ledger-0.1-'));
const dataDir = join(folder, 'data');

/**
 * Makes a data directory from the event log of version 0.1, without a database. When the ledger
 * starts, the read models must be rebuilt from that log.
 */
const layOutLog = (): void => {
  const log = join(dataDir, 'event-node', 'event-log');
  mkdirSync(log, { recursive: true });
  cpSync(join(kept, 'event-log'), log, { recursive: true });
  const files = readdirSync(log, { recursive: true, encoding: 'utf8' });
  for (const packed of files.filter((name) => name.endsWith('.gz'))) {
    const file = join(log, packed);
    writeFileSync(file.slice(0, -'.gz'.length), gunzipSync(readFileSync(file)));
    rmSync(file);
  }
};

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('an export verifies, with the hashes kept from then', async () => {
  const { code, complaint, output } = await runLedger(
    ['verify', '--export', join(kept, 'export'), '--seal', seal, '--manifest', manifest],
    { DATA_DIR: join(folder, 'none') },
  );
  expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
  expect(output).toContain('100 events');
});

describe('a data directory', () => {
  let system: RunningSystem;
  let reader: LedgerCaller;

  beforeAll(async () => {
    layOutLog();
    const stores = 'demo-se:B2C:SEK,old-b2b:B2B:EUR,old-jp:B2C:JPY';
    system = await RunningSystem.start({ dataDir, environment: { BOOTSTRAP_STORES: stores } });
    reader = await LedgerCaller.authenticate(system.url, system.clientId, system.clientSecret);
    await eventually('the read model has the last order', async () => {
      const { status } = await reader.get(`/v1/orders/${answers.orders[0]!.orderId}`);
      return status === 200 || undefined;
    });
  });

  afterAll(async () => {
    await system.stop();
  });

  const read = async (path: string): Promise<unknown> => (await reader.get(path)).body;

  test('starts, and its orders have the same captures and sums', async () => {
    for (const order of answers.orders)
      expect(await read(`/v1/orders/${order.orderId}`)).toMatchObject(order);
  });

  test('has the same settlements, line by line', async () => {
    for (const settlement of answers.settlements) {
      const path = `/v1/settlements/${settlement.settlementId}`;
      expect(await read(path)).toMatchObject(settlement);
      expect(await read(`${path}/lines?limit=1000`)).toMatchObject({
        items: answers.lines[settlement.settlementId],
      });
    }
  });

  test('verifies, seal included', async () => {
    const { code, complaint } = await runLedger(['verify', '--seal', seal], { DATA_DIR: dataDir });
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
  });

  test('knows its order numbers: the ids are derived as they were', async () => {
    const rows = [{ description: 'Shoes', unitPrice: 100, quantity: 1, vatRate: 25 }];
    const authorization = { status: 'authorized' };
    const command = { store: 'demo-se', orderNumber: 'old-1', paymentMethod: 'invoice' };
    const again = await reader.post('/v1/orders', { ...command, authorization, rows });
    expect(again).toMatchObject({ status: 422, body: { code: 'ORDER_NUMBER_TAKEN' } });
  });
});
