import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidSettings } from './load-settings.js';
import { secretKey } from './secret-key.js';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ledger-key-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

const settings = { ledgerSecretKey: undefined, nodeEnv: undefined };

describe('the secret key', () => {
  test('is generated once, into a file of its owner', () => {
    const key = secretKey({ ...settings, dataDir });
    expect(key).toHaveLength(32);
    expect(secretKey({ ...settings, dataDir })).toEqual(key);
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
  });

  test('is the one that was set', () => {
    const ledgerSecretKey = Buffer.alloc(32, 1);
    expect(secretKey({ ...settings, ledgerSecretKey, dataDir })).toBe(ledgerSecretKey);
  });

  test('is not made anew for a database that was made with another', () => {
    mkdirSync(join(dataDir, 'postgres', 'data'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'data', 'PG_VERSION'), '17');
    expect(() => secretKey({ ...settings, dataDir })).toThrow(
      /holds a database but no secret\.key/,
    );
    expect(existsSync(join(dataDir, 'secret.key'))).toBe(false);
    const ledgerSecretKey = Buffer.alloc(32, 1);
    expect(secretKey({ ...settings, ledgerSecretKey, dataDir })).toBe(ledgerSecretKey);
  });

  test('must be set in production', () => {
    expect(() => secretKey({ ...settings, nodeEnv: 'production', dataDir })).toThrow(
      InvalidSettings,
    );
  });
});
