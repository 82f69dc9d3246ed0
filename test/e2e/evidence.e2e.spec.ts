import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { LedgerCaller } from '../../apps/api/src/contracts/ledger/testing/ledger-caller.js';
import { expectProblem } from '../../apps/api/src/contracts/ledger/testing/problem.js';
import { RunningSystem, eventually } from '../support/system.js';
import { runLedger } from '../support/run-ledger.js';

const folder = mkdtempSync(join(tmpdir(), 'ledger-evidence-e2e-'));
const exported = join(folder, 'export');
let system: RunningSystem;
let demo: LedgerCaller;
let database: Client;

interface Seal {
  readonly revision: string;
  readonly coversAfter: string;
  readonly coversTo: string;
  readonly hash: string;
  readonly eventsTotal: number;
}

interface Page {
  readonly items: readonly Seal[];
  readonly nextCursor: string | null;
}

beforeAll(async () => {
  system = await RunningSystem.start({ environment: { SEAL_EVENTS: '3', SEAL_SECONDS: '1' } });
  demo = await LedgerCaller.authenticate(system.url, system.clientId, system.clientSecret);
  database = new Client({ connectionString: system.runFile.databaseUrl! });
  await database.connect();
  for (const amount of [100, 200, 300]) {
    const made = await demo.post(`/v1/orders/${system.orderId}/captures`, { amount });
    await demo.getAfter(made, `/v1/orders/${system.orderId}`);
  }
  await demo.post(`/v1/orders/${system.orderId}/refunds`, { amount: 50 });
  await settled();
});

const settled = async (): Promise<void> => {
  const { body } = await demo.post('/v1/settlements', { store: 'demo-se' });
  const { settlementId } = body as { settlementId: string };
  await eventually('the settlement is stated', async () => {
    const answer = await demo.get(`/v1/settlements/${settlementId}`);
    return (answer.body as { status: string }).status === 'stated' ? true : undefined;
  });
};

afterAll(async () => {
  await database.end();
  await system.stop();
  system.remove();
  rmSync(folder, { recursive: true, force: true });
});

const ledger = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
) => runLedger(args, { DATA_DIR: system.dataDir, ...environment });

const seals = async (query = ''): Promise<Page> =>
  (await demo.get(`/v1/audit/seals${query}`)).body as Page;

/**
 * Waits until the worker has written a seal (a hash over the log) that covers `position`. That
 * takes a second or two.
 */
const sealedTo = async (position: bigint): Promise<readonly Seal[]> =>
  eventually('everything is sealed', async () => {
    const { items } = await seals();
    return BigInt(items.at(-1)?.coversTo ?? -1) >= position ? items : undefined;
  });

const verification = (orderId = system.orderId) =>
  demo.get(`/v1/audit/orders/${orderId}/verification`);

describe('seals', () => {
  test('are set by the worker, each behind the one before, and listed in pages', async () => {
    const { body } = await verification();
    const all = await sealedTo(BigInt((body as { position: string }).position));
    expect(all.slice(1).map(({ coversAfter }) => coversAfter)).toEqual(
      all.slice(0, -1).map(({ coversTo }) => coversTo),
    );
    const first = await seals('?limit=1');
    const second = await seals(`?limit=1&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 2));
  });

  test('are for auditors', async () => {
    expectProblem(await demo.get('/v1/audit/seals?cursor=x'), 400, 'VALIDATION_ERROR');
    expectProblem(await demo.get('/v1/audit/seals?limit=0'), 400, 'VALIDATION_ERROR');
    const client = { clientId: 'no-auditor', stores: ['demo-se'], scopes: ['orders:read'] };
    const { body } = await demo.post('/v1/clients', client);
    const { clientSecret } = body as { clientSecret: string };
    const other = await LedgerCaller.authenticate(system.url, 'no-auditor', clientSecret);
    expectProblem(await other.get('/v1/audit/seals'), 403, 'FORBIDDEN');
    const path = `/v1/audit/orders/${system.orderId}/verification`;
    expectProblem(await other.get(path), 403, 'FORBIDDEN');
  });
});

describe('what nobody touched', () => {
  test('holds for one order', async () => {
    const { status, body } = await verification();
    expect(status).toBe(200);
    expect(body).toEqual({
      ...{ orderId: system.orderId, ok: true, events: 6, revision: '5', findingsCount: 0 },
      ...{ findings: [], chain: expect.stringMatching(/^[\da-f]{64}$/) },
      position: expect.stringMatching(/^\d+$/),
      readModel: { revision: '5', position: (body as { position: string }).position },
    });
  });

  test('is no order of another store', async () => {
    const store = { store: 'other', salesSegment: 'B2C', currency: 'SEK' };
    await demo.post('/v1/stores', store);
    const client = { clientId: 'auditor', stores: ['other'], scopes: ['audit:read'] };
    const { body } = await demo.post('/v1/clients', client);
    const { clientSecret } = body as { clientSecret: string };
    const other = await LedgerCaller.authenticate(system.url, 'auditor', clientSecret);
    for (const orderId of [system.orderId, '00000000-0000-4000-8000-000000000000', 'x']) {
      const answer = await other.get(`/v1/audit/orders/${orderId}/verification`);
      expectProblem(answer, 404, 'ORDER_NOT_FOUND');
    }
  });

  test('holds for the whole log, and for an export of it with nothing running', async () => {
    const { items } = await seals();
    const seal = ['--seal', items.at(-1)!.hash];
    expect(await ledger(['verify', ...seal])).toMatchObject({
      code: 0,
      output: expect.stringMatching(/\nEverything holds\.\n$/),
      complaint: '',
    });
    const otherKey = { LEDGER_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
    expect(await ledger(['verify', ...seal], otherKey)).toMatchObject({
      code: 0,
      output: expect.stringMatching(
        /except its customers,[^]*not compared, because[^]* LEDGER_SECRET_KEY[^]*\nEverything holds\.\n$/,
      ),
    });
    expect(await ledger(['export', exported])).toMatchObject({ code: 0, complaint: '' });
    const files = ['json', 'txt'].map((extension) => join(folder, `certificate.${extension}`));
    const certified = await ledger(['verify', ...seal, '--certificate', ...files]);
    expect(certified.code).toBe(0);
    const [json, text] = files.map((file) => readFileSync(file, 'utf8'));
    expect(JSON.parse(json!)).toMatchObject({
      ...{ format: 'capture-ledger-certificate', verdict: 'holds', sealHash: seal[1] },
      seal: { hash: seal[1], number: items.length - 1, coversTo: items.at(-1)!.coversTo },
    });
    expect(text).toContain(`Covers        the first ${items.at(-1)!.eventsTotal} events`);
    const offline = {
      DATA_DIR: join(folder, 'none'),
      EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false',
    };
    const { code, output } = await ledger(
      ['verify', '--export', exported, '--json', ...seal],
      offline,
    );
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ ok: true, orders: 1, findings: [] });
  });
});

test('a statement that is what the log says is not corrected', async () => {
  const { body } = await demo.get('/v1/settlements');
  const [settlement] = (body as { items: { settlementId: string }[] }).items;
  const path = `/v1/settlements/${settlement!.settlementId}/correction`;
  const refused = await demo.post(path, { reason: 'to be sure' });
  expectProblem(refused, 422, 'SETTLEMENT_NOTHING_TO_CORRECT');
  expectProblem(await demo.post(path, {}), 400, 'VALIDATION_ERROR');
  const unknown = '/v1/settlements/00000000-0000-4000-8000-000000000000/correction';
  expectProblem(await demo.post(unknown, { reason: 'x' }), 404, 'SETTLEMENT_NOT_FOUND');
  const args = ['settlement', 'correct', settlement!.settlementId, '--reason', 'to be sure'];
  const { code, complaint } = await ledger(args);
  expect([code, complaint]).toEqual([1, expect.stringContaining('nothing to correct')]);
});

describe('what somebody touched', () => {
  test('in an export is named, with exit code 1', async () => {
    const file = join(exported, '00000001.ndjson');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"amount":200', '"amount":201'));
    const { code, output, complaint } = await ledger(['verify', '--export', exported]);
    writeFileSync(file, text);
    expect(code).toBe(1);
    expect(output).toMatch(
      /\nFindings, .*\n.*00000001\.ndjson was changed: its SHA-256 .*\n {2}chain .*revision 3, position \d+:.*\n {2}settlement .*\n3 findings: not everything holds\.\n$/,
    );
    expect(complaint).toMatch(/^3 findings: .*\n$/);
  });

  test('in the read model is named with its place, by API and CLI', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    await database.query(`
      UPDATE captures SET amount = 201 WHERE amount = 200;
      UPDATE settlement_lines SET amount = 51 WHERE amount = 50;
      UPDATE settlements SET reason = 'schedule';
      INSERT INTO search_texts VALUES ('${nobody}', 'demo-se', 'nothing')`);
    const { body } = await verification();
    const one = await ledger(['verify', '--order', system.orderId]);
    const all = await ledger(['verify', '--json']);
    const place = { kind: 'read-model', revision: '5' };
    expect(body).toMatchObject({ ok: false, findingsCount: 2, findings: [place, place] });
    expect(one.code).toBe(1);
    expect(one.output).toMatch(/amount is 201, by the log 200[^]*amount is 51, by the log 50/);
    expect(all.code).toBe(1);
    const { findings } = JSON.parse(all.output) as { findings: Record<string, unknown>[] };
    const { position } = body as { position: string };
    const order = { stream: `order-${system.orderId}`, revision: 5, position };
    expect(findings).toEqual([
      named({ stream: `order-${nobody}` }, 'the table search_texts has a row'),
      named(order, '/amount is 201, by the log 200'),
      named(order, '/amount is 51, by the log 50'),
      named({ stream: 'settlement-demo-se-SEK', revision: 1 }, '/reason is "schedule"'),
    ]);
  });

  test('of another settlement, store or currency is named for the order alone as well', async () => {
    await database.query(`
      UPDATE captures SET amount = 200 WHERE amount = 201;
      UPDATE settlement_lines SET amount = 50 WHERE amount = 51`);
    expect((await verification()).body).toMatchObject({ ok: true });
    for (const [change, back] of [
      [`store_id = 'other'`, `store_id = 'demo-se'`],
      [`currency = 'NOK'`, `currency = 'SEK'`],
      [
        'settled_position = settled_position + 1000000',
        'settled_position = settled_position - 1000000',
      ],
    ]) {
      await database.query(`UPDATE captures SET ${change} WHERE amount = 200`);
      const { body } = await verification();
      expect(body).toMatchObject({ ok: false, findings: [{ kind: 'read-model' }] });
      await database.query(`UPDATE captures SET ${back} WHERE amount = 200`);
    }
    expect((await verification()).body).toMatchObject({ ok: true });
  });

  const named = (place: object, detail: string) =>
    expect.objectContaining({
      ...{ kind: 'read-model', ...place },
      detail: expect.stringContaining(detail),
    });
});

test('a folder without a manifest is a finding, and one that is not there a wrong use', async () => {
  const { code, output } = await ledger(['verify', '--export', folder]);
  expect(code).toBe(1);
  expect(output).toContain('manifest.json is missing');
  expect((await ledger(['verify', '--export', join(folder, 'none')])).code).toBe(2);
});
