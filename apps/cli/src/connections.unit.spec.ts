import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Settings } from '#runtime';
import { checkPort, databaseUrlOf, eventStoreUrlOf, explainListenError } from './connections.js';
import { WrongUsage } from './exit-code.js';

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

const variables = { port: 'PORT', host: 'HOST' };

describe('the port to listen on', () => {
  test('is fine when it is free', async () => {
    await expect(checkPort(variables, { port: 0, host: '127.0.0.1' })).resolves.toBeUndefined();
  });

  test('is named when another program has it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const checked = checkPort(variables, { port, host: '127.0.0.1' });
    const outcome = await checked.catch((error: unknown) => error);
    other.close();
    expect(outcome).toMatchObject({
      complaints: [
        expect.stringContaining(
          `PORT: found ${port}, which another program on 127.0.0.1 listens on already`,
        ),
      ],
    });
  });

  test('is not blamed for an address that is not ours', async () => {
    const at = { port: 0, host: '192.0.2.1' };
    await expect(checkPort(variables, at)).rejects.toThrow(
      'HOST: found "192.0.2.1", which is no address of this machine',
    );
  });

  test('leaves other errors as they are', () => {
    const error = new Error('something else');
    expect(explainListenError(error, variables, { port: 1, host: 'x' })).toBe(error);
  });
});
