import { afterEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessDeniedError, EventStoreDBClient, UnavailableError } from '@eventstore/db-client';
import { readRunFile } from '#runtime';
import { runLedger } from '../support/run-ledger.js';
import {
  cleanEnvironment,
  eventually,
  isReady,
  repository,
  RunningSystem,
  survivors,
} from '../support/system.js';

const systems: RunningSystem[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const system of systems.splice(0)) {
    await system.stop('SIGKILL');
    system.remove();
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const launch = (...options: Parameters<typeof RunningSystem.launch>): RunningSystem => {
  const system = RunningSystem.launch(...options);
  systems.push(system);
  return system;
};

const start = async (options: Parameters<typeof RunningSystem.start>[0] = {}) => {
  const system = await RunningSystem.start(options);
  systems.push(system);
  return system;
};

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'ledger-start-'));
  folders.push(made);
  return made;
};

/** Reads the first 20 events of the log with the official client, and returns their types. */
const typesOf = async (url: string): Promise<(string | undefined)[]> => {
  const client = EventStoreDBClient.connectionString(url);
  const types: (string | undefined)[] = [];
  for await (const { event } of client.readAll({ maxCount: 20 })) types.push(event?.type);
  return types;
};

/** Starts the ledger by `npm start`, as a user does. */
const npmStart = (dataDir: string, readyFile: string): ChildProcess =>
  spawn('npm', ['start', '--', '--ready-file', readyFile], {
    cwd: repository,
    env: cleanEnvironment({ PORT: '0', DATA_DIR: dataDir }),
    stdio: 'ignore',
  });

describe('the system', () => {
  test('runs twice beside itself with another DATA_DIR, and never twice on one', async () => {
    const first = await start();
    const second = await start();
    expect(second.url).not.toBe(first.url);
    expect(await isReady(first.url)).toBe(true);
    expect(await isReady(second.url)).toBe(true);

    const third = launch({ dataDir: first.dataDir });
    expect(await third.exit()).toBe(1);
    expect(third.output).toContain(`An instance is running on ${first.dataDir} already`);
    expect(await isReady(first.url)).toBe(true);
  });

  test('has no card gateway of its own in production, nor with a live key', async () => {
    const sandbox = async (environment: Record<string, string>) =>
      runLedger(['sandbox'], { DATA_DIR: folder(), GATEWAY_SANDBOX_PORT: '0', ...environment });
    expect(await sandbox({ NODE_ENV: 'production' })).toMatchObject({
      ...{ code: 2, complaint: expect.stringContaining('no gateway sandbox runs') },
    });
    expect(await sandbox({ STRIPE_SECRET_KEY: 'sk_live_abc' })).toMatchObject({
      ...{ code: 2, complaint: expect.stringContaining('STRIPE_SECRET_KEY: found a live key') },
    });
  });

  test('keeps what is secret to its owner', async () => {
    const { dataDir, runFile } = await start();
    const secrets = [
      ...['secret.key', 'client.secret', 'run.json'],
      ...['postgres.password', 'postgres-ledger.password'],
      ...['event-node.key', 'event-node.password'],
    ];
    const modes = secrets.map((name) => statSync(join(dataDir, name)).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o600]));

    const url = runFile.eventStoreUrl ?? '';
    expect(await typesOf(url)).toContain('OrderRegistered');
    // Another user of the machine may know the port, and perhaps the certificate, but not the
    // password. Access without the right password must fail.
    await expect(typesOf(url.replace(/ledger:\w+@/, ''))).rejects.toThrow(AccessDeniedError);
    await expect(typesOf(url.replace(/:\w+@/, ':guess@'))).rejects.toThrow(AccessDeniedError);
    const { host } = new URL(url.replace('esdb:', 'http:'));
    await expect(typesOf(`esdb://${host}?tls=false`)).rejects.toThrow(UnavailableError);
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'ends with exit code 0 on %s and leaves nothing running',
    async (signal) => {
      const system = await start();
      const pids = system.pids();
      expect(await system.stop(signal)).toBe(0);
      expect(survivors(pids)).toEqual([]);
      expect(existsSync(join(system.dataDir, 'run.json'))).toBe(false);
    },
  );

  test('leaves nothing running when it is stopped while it starts', async () => {
    const system = launch();
    const pids = await eventually('parts are starting', () => {
      const parts = Object.values(readRunFile(system.dataDir)?.parts ?? {});
      return parts.length > 1 ? parts.map(({ pid }) => pid) : undefined;
    });
    expect(await system.stop()).toBe(0);
    expect(survivors(pids)).toEqual([]);
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'ends when npm alone gets %s, and leaves nothing running',
    async (signal) => {
      const dataDir = folder();
      const readyFile = join(folder(), 'ready.json');
      const npm = npmStart(dataDir, readyFile);
      const ended = once(npm, 'exit');
      await eventually('it is ready', () => existsSync(readyFile) || undefined);
      const parts = Object.values(readRunFile(dataDir)?.parts ?? {}).map(({ pid }) => pid);
      const { pid } = JSON.parse(readFileSync(readyFile, 'utf8')) as { pid: number };
      expect(survivors([pid, ...parts])).toHaveLength(6);

      npm.kill(signal);
      await ended;
      const nothingLeft = () => survivors([pid, ...parts]).length === 0 || undefined;
      await eventually('nothing is left', nothingLeft);
    },
  );

  test('parts end when it is killed, and the next start takes over', async () => {
    const first = await start();
    const pids = first.pids();
    await first.stop('SIGKILL');
    const second = await start({ dataDir: first.dataDir });
    expect(survivors(pids)).toEqual([]);
    expect(await isReady(second.url)).toBe(true);
  });
});

describe('a start that cannot work', () => {
  test('names a wrong setting, what was found and what is allowed', async () => {
    const system = launch({ environment: { LOG_LEVEL: 'loud' } });
    expect(await system.exit()).toBe(2);
    expect(system.output).toContain('LOG_LEVEL: found "loud", allowed is one of fatal, error');
  });

  test('names a store of the bootstrap client whose currency does not exist', async () => {
    const system = launch({ environment: { BOOTSTRAP_STORES: 'a:B2C:XXY' } });
    expect(await system.exit()).toBe(2);
    expect(system.output).toContain('BOOTSTRAP_STORES: found "a:B2C:XXY", allowed as currency is');
  });

  test('names PORT when it is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const system = launch({ environment: { PORT: String(port) } });
    expect(await system.exit()).toBe(2);
    expect(system.output).toContain(`PORT: found ${port}, which another program`);
    other.close();
  });

  test('is not called ready while it is not, and shows no password', async () => {
    const eventStoreUrl = 'esdb://ledger:changeit@127.0.0.1:1?tls=false&tlsVerifyCert=false';
    const system = launch({ environment: { EVENTSTORE_URL: eventStoreUrl } });
    await eventually('it says what is missing', () =>
      /Not ready yet/.test(system.output) ? true : undefined,
    );
    expect(system.output).toMatch(/"missing":"eventStore/);
    expect(system.output).not.toContain('The capture ledger is ready');
    expect(existsSync(join(system.dataDir, 'ready.json'))).toBe(false);
    expect(system.output).toContain('esdb://ledger:***@127.0.0.1');
    expect(system.output).not.toContain('changeit');
    expect(await system.stop()).toBe(0);
  });

  test('asks for the secret key in production', async () => {
    const system = launch({ environment: { NODE_ENV: 'production' } });
    expect(await system.exit()).toBe(2);
    expect(system.output).toContain('LEDGER_SECRET_KEY: found nothing, required when');
  });
});
