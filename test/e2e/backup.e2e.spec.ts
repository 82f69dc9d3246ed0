import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerCaller } from '../../apps/api/src/contracts/ledger/testing/ledger-caller.js';
import { registration } from '../../apps/api/src/contracts/ledger/testing/use-ledger.js';
import { eventually } from '../support/system.js';
import { RunningSystem } from '../support/system.js';
import { runLedger } from '../support/run-ledger.js';
import type { Outcome } from '../support/run-ledger.js';

const folder = mkdtempSync(join(tmpdir(), 'ledger-backup-'));
const backup = join(folder, 'backup');
const dataDir = join(folder, 'data');
const erasures = join(folder, 'erasures.json');
const key = Buffer.alloc(32, 9).toString('base64');

let system: RunningSystem;
let caller: LedgerCaller;
let shop: { clientId: string; clientSecret: string };
let kept: { orderId: string; captureId: string };
let forgotten: string;

const start = async (environment: Record<string, string> = {}): Promise<void> => {
  system = await RunningSystem.start({
    dataDir,
    environment: { LEDGER_SECRET_KEY: key, ...environment },
  });
  const { url, clientId, clientSecret } = system;
  caller = await LedgerCaller.authenticate(url, clientId, clientSecret);
};

const ledger = async (
  args: readonly string[],
  environment: Record<string, string> = { LEDGER_SECRET_KEY: key },
): Promise<Outcome> => runLedger(args, { DATA_DIR: dataDir, ...environment });

const register = async (email: string): Promise<string> => {
  const { body } = await caller.post('/v1/orders', registration({ customer: { email } }));
  return (body as { orderId: string }).orderId;
};

const capture = async (orderId: string): Promise<{ status: number; captureId: string }> => {
  const { status, body } = await caller.post(`/v1/orders/${orderId}/captures`, { amount: 9500 });
  return { status, captureId: (body as { captureId: string }).captureId };
};

interface Order {
  readonly captured: number;
  readonly customer?: object;
  readonly captures: readonly { readonly captureId: string }[];
}

/** Reads the order again and again until the read model has it. */
const shown = async (orderId: string): Promise<Order> =>
  eventually(`order ${orderId} is shown`, async () => {
    const { status, body } = await caller.get(`/v1/orders/${orderId}`);
    return status === 200 ? (body as Order) : undefined;
  });

beforeAll(async () => {
  await start();
  const clientId = `shop-${randomUUID()}`;
  const client = { clientId, stores: ['demo-se'], scopes: ['orders:read', 'captures:write'] };
  shop = (await caller.post('/v1/clients', client)).body as typeof shop;
  const orderId = await register('kept@example.com');
  kept = { orderId, captureId: (await capture(orderId)).captureId };
  forgotten = await register('forgotten@example.com');
});

afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('ledger backup', () => {
  test('makes one set of the log and of what cannot be made from it, while the ledger runs', async () => {
    const { code, output } = await ledger(['backup', backup]);
    expect(code).toBe(0);
    expect(output).toMatch(/^\d+ events to position \d+; \d+ rows in \d+ tables: /);
    expect(output).toContain('The backup does not include LEDGER_SECRET_KEY');
    expect(readdirSync(backup).sort()).toEqual(['database', 'event-log', 'manifest.json']);
    const everything = readdirSync(join(backup, 'database'))
      .map((file) => readFileSync(join(backup, 'database', file), 'utf8'))
      .join('');
    expect(everything).toContain(shop.clientId);
    expect(everything).not.toMatch(/example\.com/);
    expect(everything).not.toContain(key);
  });

  test('overwrites nothing', async () => {
    const { code, complaint } = await ledger(['backup', backup]);
    expect([code, complaint]).toEqual([2, `${backup} is not empty\n`]);
  });

  test('refuses a key that cannot read what is there', async () => {
    const environment = { LEDGER_SECRET_KEY: Buffer.alloc(32, 8).toString('base64') };
    const { code, complaint } = await ledger(['backup', join(folder, 'other')], environment);
    expect(code).not.toBe(0);
    expect(complaint).toContain('LEDGER_SECRET_KEY');
  });
});

describe('ledger restore, after DATA_DIR was destroyed', () => {
  let later: string;

  beforeAll(async () => {
    later = await register('later@example.com');
    await capture(later);
    await ledger(['erase', '--store', 'demo-se', '--customer', 'forgotten@example.com']);
    const listed = await ledger(['erase', '--list', '--json']);
    appendFileSync(erasures, listed.output);
    await system.stop();
    rmSync(dataDir, { recursive: true });
  });

  test('needs the key of then, and says so', async () => {
    const wrong = { LEDGER_SECRET_KEY: Buffer.alloc(32, 8).toString('base64') };
    const another = await ledger(['restore', backup], wrong);
    expect(another.code).toBe(2);
    expect(another.complaint).toMatch(/LEDGER_SECRET_KEY has the fingerprint .* made with the key/);
    const none = await ledger(['restore', backup], {});
    expect([none.code, none.complaint]).toEqual([
      2,
      expect.stringContaining('does not include LEDGER_SECRET_KEY, and none is set'),
    ]);
  });

  test('refuses a backup that was changed, before anything is written', async () => {
    const file = join(backup, 'database', 'access.clients.ndjson');
    const content = readFileSync(file, 'utf8');
    appendFileSync(file, '{}\n');
    const { code, complaint } = await ledger(['restore', backup]);
    expect([code, complaint]).toEqual([1, `${file} is not what the manifest says.\n`]);
    rmSync(file);
    appendFileSync(file, content);
    expect(() => readdirSync(join(dataDir, 'event-node'))).toThrow('ENOENT');
  });

  test('puts all of it back, but what was erased since', async () => {
    const { code, output, complaint } = await ledger([
      ...['restore', backup, '--erasures', erasures],
    ]);
    expect([code, complaint]).toEqual([0, '']);
    expect(output).toMatch(/^Restored \d+ events to position \d+; /);
    const again = await ledger(['restore', backup]);
    expect([again.code, again.complaint]).toEqual([2, expect.stringContaining('is in use')]);
  });

  test('the ledger goes on with what was captured before the backup', async () => {
    await start();
    expect(await shown(kept.orderId)).toMatchObject({
      captured: 9500,
      customer: { email: 'kept@example.com' },
      captures: [{ captureId: kept.captureId }],
    });
    expect(await shown(forgotten)).toMatchObject({ customer: { erased: true } });
    expect((await caller.get(`/v1/orders/${later}`)).status).toBe(404);
    const client = await LedgerCaller.authenticate(system.url, shop.clientId, shop.clientSecret);
    expect((await client.get(`/v1/orders/${kept.orderId}`)).status).toBe(200);
    expect((await capture(kept.orderId)).status).toBe(202);
    expect((await capture(await register('new@example.com'))).status).toBe(202);
    const verified = await ledger(['verify']);
    expect([verified.code, verified.complaint]).toEqual([0, expect.any(String)]);
  });
});

describe('ledger restore, after the database alone was lost', () => {
  beforeAll(async () => {
    await system.stop();
    rmSync(join(dataDir, 'postgres'), { recursive: true });
  });

  test('does not take an older log for the one that is there', async () => {
    const { code, complaint } = await ledger(['restore', backup, '--erasures', erasures]);
    expect([code, complaint]).toEqual([2, expect.stringContaining('--keep-log')]);
  });

  test('keeps the log where that is asked for', async () => {
    const args = ['restore', backup, '--keep-log', '--erasures', erasures];
    const { code, output } = await ledger(args);
    expect([code, output]).toEqual([0, expect.stringContaining('has events after the backup')]);
    await start();
    await eventually('the second capture is shown', async () => {
      const { captured } = await shown(kept.orderId);
      return captured === 19_000 ? true : undefined;
    });
    expect(await shown(kept.orderId)).toMatchObject({ customer: { email: 'kept@example.com' } });
    const verified = await ledger(['verify']);
    expect(verified.code).toBe(0);
  });
});
