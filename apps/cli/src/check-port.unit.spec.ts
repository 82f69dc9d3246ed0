import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { checkPort, explainListenError } from './check-port.js';

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
