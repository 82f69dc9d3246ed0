import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '#runtime';
import { databaseUrlOf, eventStoreUrlOf } from './connections.js';
import { WrongUsage } from './wrong-usage.js';

const dataDir = mkdtempSync(join(tmpdir(), 'ledger-connections-'));
rmSync(dataDir, { recursive: true });

test.each([
  ['EVENTSTORE_URL', eventStoreUrlOf],
  ['DATABASE_URL', databaseUrlOf],
])('with nothing running that is said first, and then %s and DATA_DIR', (variable, urlOf) => {
  const ask = () => urlOf({ dataDir } as Settings);
  expect(ask).toThrow(WrongUsage);
  expect(ask).toThrow(/^The ledger is not running: .*DATA_DIR/);
  expect(ask).toThrow(variable);
});

test('a URL that is set is used', () => {
  const eventStoreUrl = 'esdb://127.0.0.1:1?tls=false';
  expect(eventStoreUrlOf({ dataDir, eventStoreUrl } as Settings)).toBe(eventStoreUrl);
});
