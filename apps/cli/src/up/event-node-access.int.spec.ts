import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { loadSettings } from '#runtime';
import { eventNodeAccess } from './event-node-access.js';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'event-node-access-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

const access = (environment: Record<string, string> = {}) =>
  eventNodeAccess(loadSettings({ DATA_DIR: dataDir, ...environment }));

const files = ['event-node.crt', 'event-node.key', 'event-node.password'];
const contents = (): string[] => files.map((name) => readFileSync(join(dataDir, name), 'utf8'));

test('a certificate for localhost, its key and a user are made once, for their owner alone', async () => {
  const made = await access();
  expect(made['EVENT_NODE_USERS']).toMatch(/^ledger:[0-9a-f]{48}$/);
  const first = contents();
  const certificate = new X509Certificate(first[0]!);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now() + 10 * 365 * 86_400_000);
  for (const name of files) expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
  expect(await access()).toEqual(made);
  expect(contents()).toEqual(first);
});

test('a pair that does not fit, as a start that was killed leaves it, is made anew', async () => {
  await access();
  const [, key = ''] = contents();
  rmSync(join(dataDir, 'event-node.crt'));
  await access();
  const [cert = ''] = contents();
  writeFileSync(join(dataDir, 'event-node.key'), key);
  await access();
  expect(contents()[0]).not.toBe(cert);
});

test.each([
  ['is not valid yet, as the clock went back', -3 * 86_400_000],
  ['ends within a year', 19.5 * 365 * 86_400_000],
])('a certificate that %s is made anew', async (_, laterMs) => {
  await access();
  const [cert = ''] = contents();
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + laterMs);
  try {
    await access();
  } finally {
    now.mockRestore();
  }
  expect(contents()[0]).not.toBe(cert);
});

test.each([
  { EVENT_NODE_TLS_CERT_FILE: '/own.crt', EVENT_NODE_TLS_KEY_FILE: '/own.key' },
  { EVENT_NODE_USERS: 'own:password' },
  { EVENT_NODE_HOST: '192.0.2.7' },
  { EVENT_NODE_HOST: 'node.example' },
])('nothing is made where the operator decides: %j', async (environment) => {
  expect(await access(environment)).toEqual({});
});
