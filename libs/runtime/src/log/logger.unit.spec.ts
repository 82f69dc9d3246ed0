import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLogger, logFormat, ThrottledWarnings } from './logger.js';

let folder: string;
let file: string;
let stream: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-log-'));
  file = join(folder, 'log');
  stream = openSync(file, 'w');
});

afterEach(() => {
  closeSync(stream);
  rmSync(folder, { recursive: true, force: true });
});

const settings = { logLevel: 'info', logFormat: 'json' } as const;
const secret = 'not for the log';

describe('the log', () => {
  test('names the part, and leaves out what is below its level', () => {
    const logger = createLogger(settings, 'api', stream);
    logger.debug('quiet');
    logger.info({ port: 1 }, 'listening');
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ name: 'api', port: 1, msg: 'listening', level: 30 }),
    ]);
  });

  test.each(['json', 'pretty'] as const)('never shows a secret, in %s', (format) => {
    const logger = createLogger({ ...settings, logFormat: format }, 'api', stream);
    logger.info({ clientSecret: secret, req: { headers: { authorization: secret } } }, 'a call');
    logger.info({ settings: { databaseUrl: secret, password: secret } }, 'a start');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('a start');
    expect(text).toContain('[redacted]');
    expect(text).not.toContain(secret);
  });

  test.each(['json', 'pretty'] as const)('never says who somebody is, in %s', (format) => {
    const logger = createLogger({ ...settings, logFormat: format }, 'api', stream);
    logger.info({ customer: { firstName: secret }, body: { email: secret } }, 'an order');
    const refused = Object.assign(new Error('a row was refused'), {
      detail: secret,
      where: secret,
    });
    logger.error({ err: refused }, 'a statement failed');
    logger.error({ err: Object.assign(new Error('within'), { reason: refused }) }, 'a duty failed');
    logger.error({ err: new AggregateError([refused, refused]) }, 'several failed');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('a row was refused');
    expect(text).toContain('several failed');
    expect(text).not.toContain(secret);
  });

  test('is JSON where standard output is no terminal, unless asked otherwise', () => {
    expect(logFormat({ logFormat: undefined })).toBe(process.stdout.isTTY ? 'pretty' : 'json');
    expect(logFormat({ logFormat: 'pretty' })).toBe('pretty');
  });
});

test('so many warnings a second are written, and the next one says how many were left out', () => {
  const lines: object[] = [];
  let now = 5_000;
  const logger = { warn: (fields: object) => lines.push(fields) };
  const warnings = new ThrottledWarnings(logger as never, 2, () => now);
  for (let request = 1; request <= 5; request += 1) warnings.warn({ request }, 'failed');
  expect(lines).toEqual([{ request: 1 }, { request: 2 }]);
  now += 1_000;
  for (let request = 6; request <= 7; request += 1) warnings.warn({ request }, 'failed');
  expect(lines.slice(2)).toEqual([{ request: 6, leftOut: 3 }, { request: 7 }]);
});
