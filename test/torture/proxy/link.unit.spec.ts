import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { until } from '../../support/until.js';
import { Link } from './link.js';

/** A server that sends all received bytes back. */
let echo: Server;
let link: Link;
let client: Socket;
let heard: string;
let ended: boolean;

beforeEach(async () => {
  heard = '';
  ended = false;
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  link = await Link.open(() => (echo.address() as AddressInfo).port);
  client = connect(link.port, '127.0.0.1');
  client.on('error', () => undefined);
  client.on('data', (bytes: Buffer) => (heard += bytes.toString()));
  client.on('close', () => (ended = true));
  client.write('hello');
  await until(() => heard === 'hello');
});

afterEach(async () => {
  // A late event of this client must not change the variables of the next test.
  client.removeAllListeners().on('error', () => undefined);
  client.destroy();
  link.close();
  echo.close();
  // Checks that no socket stays open. A reset at the wrong moment can leave one open that Node.js
  // considers destroyed.
  await until(() => !process.getActiveResourcesInfo().includes('TCPSocketWrap'));
});

describe('a link', () => {
  test('keeps back what is said during a stall and passes it on afterwards', async () => {
    link.change('reply', { stalled: true });
    client.write(' world');
    link.change('request', { delayMs: 1 });
    client.write('!');
    expect(heard).toBe('hello');
    link.heal();
    await until(() => heard === 'hello world!');
  });

  test('delays and throttles without loss or disorder', async () => {
    link.change('request', { delayMs: 20 });
    link.change('reply', { bytesPerSecond: 10_000 });
    const said = Array.from({ length: 400 }, (_, index) => ` ${index}`);
    for (const word of said) client.write(word);
    const startedAt = performance.now();
    await until(() => heard === `hello${said.join('')}`);
    expect(performance.now() - startedAt).toBeGreaterThan(50);
  });

  test.each(['closed', 'reset'] as const)('ends %s after so many bytes of a reply', async (how) => {
    link.cutInReply(3, how);
    client.write('abcdef');
    await until(() => ended);
    // A reset may overtake bytes that were sent earlier, so these may be missing.
    expect(how === 'closed' ? ['helloabc'] : ['hello', 'helloabc']).toContain(heard);
  });

  test.each(['closed', 'reset'] as const)('is cut (%s)', async (how) => {
    link.cut(how);
    await until(() => ended);
  });

  test('refuses while it is told to', async () => {
    link.refuse();
    await until(() => ended);
    const refused = connect(link.port, '127.0.0.1');
    refused.on('error', () => undefined);
    await until(() => refused.destroyed);
    link.heal();
    const again = connect(link.port, '127.0.0.1');
    again.end('back');
    const [answer] = (await once(again, 'data')) as [Buffer];
    expect(answer.toString()).toBe('back');
    again.destroy();
  });
});
