import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import { until } from '../../../../test/support/until.js';
import { processIdentity } from '../instance/run-file.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './start-embedded-postgres.js';
const logger = pino({ level: 'silent' });

let folder: string;
let started: EmbeddedPostgres[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-postgres-'));
  started = [];
});

afterEach(async () => {
  await Promise.all(started.map(async (server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const start = async (dataDir = join(folder, 'data'), log = logger): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({ dataDir, logger: log });
  started.push(server);
  return server;
};

const query = async (url: string, text: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};

describe('the embedded PostgreSQL', () => {
  test('keeps its data from one start to the next', async () => {
    const first = await start();
    await query(first.url, `CREATE TABLE kept AS SELECT 'Åsa' AS name`);
    await first.stop();

    const second = await start();
    expect(await query(second.url, `SELECT lower(name) AS name FROM kept`)).toEqual([
      { name: 'åsa' },
    ]);
  });

  test('is durable, and reachable on the loopback with its password only', async () => {
    const { url } = await start();
    expect(await query(url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    const pidFile = join(folder, 'data', 'postgres', 'data', 'postmaster.pid');
    const [, , , , socketDirectory] = readFileSync(pidFile, 'utf8').split('\n');
    expect(socketDirectory).toBe('');

    const wrongPassword = new URL(url);
    wrongPassword.password = 'guess';
    await expect(query(wrongPassword.href, 'SELECT 1')).rejects.toThrow(/authentication failed/);
    expect(statSync(join(folder, 'data', 'postgres.password')).mode & 0o777).toBe(0o600);
  });

  test('is used by a role that owns the database and is no superuser', async () => {
    const { url } = await start();
    const rights = `SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
      FROM pg_roles WHERE rolname = current_user`;
    const none = { rolsuper: false, rolcreaterole: false, rolcreatedb: false };
    expect(await query(url, rights)).toEqual([
      { ...none, rolreplication: false, rolbypassrls: false },
    ]);
    await query(url, 'CREATE SCHEMA own; CREATE EXTENSION pg_trgm; CREATE TABLE own.kept (id int)');
    await expect(query(url, `SELECT pg_read_file('PG_VERSION')`)).rejects.toThrow(/denied/);
    await expect(query(url, `COPY own.kept TO PROGRAM 'cat'`)).rejects.toThrow(/denied/);
    expect(statSync(join(folder, 'data', 'postgres-ledger.password')).mode & 0o777).toBe(0o600);
  });

  test('hands over what an earlier version made as superuser', async () => {
    const first = await start();
    const superuser = new URL(first.url);
    superuser.username = 'ledger';
    superuser.password = readFileSync(join(folder, 'data', 'postgres.password'), 'utf8').trim();
    await query(
      superuser.href,
      `CREATE SCHEMA access; CREATE EXTENSION pg_trgm; CREATE TYPE access.kind AS ENUM ('a');
      CREATE TABLE access.clients (id bigint GENERATED ALWAYS AS IDENTITY, n serial, k access.kind);
      CREATE VIEW access.names AS SELECT n FROM access.clients; CREATE SEQUENCE access.alone;
      CREATE FUNCTION access.one() RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE TABLE public.orders (id int); INSERT INTO public.orders VALUES (7)`,
    );
    await first.stop();

    const { url } = await start();
    await query(
      url,
      `DROP VIEW access.names; ALTER TABLE access.clients ADD m int; DROP SEQUENCE access.alone;
      DROP FUNCTION access.one; ALTER TYPE access.kind ADD VALUE 'b'; CREATE TABLE access.x ()`,
    );
    expect(await query(url, 'DELETE FROM public.orders RETURNING id')).toEqual([{ id: 7 }]);
    await query(url, 'DROP TABLE public.orders; DROP SCHEMA access CASCADE');
  });

  test('says that a row was refused, and not what stood in it', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
    const { url } = await start(undefined, log);
    await query(url, 'CREATE TABLE people (id int PRIMARY KEY, name text, age int NOT NULL)');
    const refused = "INSERT INTO people VALUES (1, 'Xanthippe', NULL)";
    await expect(query(url, refused)).rejects.toThrow('violates not-null constraint');
    await expect(query(url, `SELECT '{Xanthippe'::json`)).rejects.toThrow('invalid input syntax');
    await until(() => Promise.resolve(lines.some((line) => line.includes('invalid input syntax'))));
    expect(lines.join('')).toContain('violates not-null constraint');
    expect(lines.join('')).not.toContain('Xanthippe');
  });

  test('stops a server that a killed start left running, and never runs two', async () => {
    const orphan = await start();
    const identity = processIdentity(orphan.pid ?? 0);
    expect(identity).toBeDefined();

    const next = await start();
    expect(processIdentity(orphan.pid ?? 0)).not.toBe(identity);
    expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('knows that server also by another name of its folder', async () => {
    const orphan = await start();
    const otherName = join(folder, 'other-name');
    symlinkSync(join(folder, 'data'), otherName);

    const next = await start(otherName);
    expect(processIdentity(orphan.pid ?? 0)).toBeUndefined();
    expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('starts again after its server was killed', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept (name text)');
    process.kill(first.pid ?? 0, 'SIGKILL');
    await first.closed;

    const second = await start();
    expect(await query(second.url, 'SELECT name FROM kept')).toEqual([]);
  });

  test('starts although the pid file names a program that is not PostgreSQL', async () => {
    const first = await start();
    await first.stop();
    const pidFile = join(folder, 'data', 'postgres', 'data', 'postmaster.pid');
    writeFileSync(pidFile, `${process.pid}\n${folder}\n`);

    const second = await start();
    expect(readFileSync(pidFile, 'utf8')).toMatch(new RegExp(`^${String(second.pid)}\n`));
  });

  test('says at once that the password is not the one of its cluster', async () => {
    const first = await start();
    await first.stop();
    writeFileSync(join(folder, 'data', 'postgres.password'), 'another');

    await expect(start()).rejects.toThrow(/28P01.*postgres\.password in DATA_DIR is not/);
  });

  test('refuses data of another major version', async () => {
    const first = await start();
    await first.stop();
    writeFileSync(join(folder, 'data', 'postgres', 'data', 'PG_VERSION'), '16\n');

    await expect(start()).rejects.toThrow(
      /was written by PostgreSQL 16, but this release has PostgreSQL 17/,
    );
  });

  test('starts below a folder that is closed to other users', async () => {
    const closed = mkdtempSync(join(folder, 'closed-'));
    expect(statSync(closed).mode & 0o777).toBe(0o700);

    const { url } = await start(join(closed, 'data'));
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
