import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Receiver } from '../testing/receiver.js';
import { WebhookSender, type SenderOptions } from './webhook-sender.js';

let receiver: Receiver;
let sender: WebhookSender;

const open = (options: Partial<SenderOptions> = {}): void => {
  sender = new WebhookSender({ allowPrivateTargets: true, ...options });
};

const send = async (path = '/hook', url = receiver.url) =>
  sender.send({ url: url + path, headers: { 'X-Probe': 'yes' }, body: '{"a":1}' });

beforeAll(async () => {
  receiver = await Receiver.start();
});
afterEach(async () => {
  await sender.close();
  receiver.received.length = 0;
});
afterAll(async () => receiver.stop());

describe('an attempt', () => {
  test('posts the body with its headers, and answers the status', async () => {
    open();
    expect(await send()).toEqual({ kind: 'answered', status: 204 });
    expect(receiver.received).toEqual([
      {
        path: '/hook',
        body: '{"a":1}',
        headers: expect.objectContaining({ 'x-probe': 'yes', 'content-length': '7' }),
      },
    ]);
  });

  test('follows no redirect', async () => {
    open();
    receiver.answer = (_, response) => response.writeHead(307, { Location: '/elsewhere' }).end();
    expect(await send()).toEqual({ kind: 'answered', status: 307 });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
  });

  test('reads only a little of an answer that does not end', async () => {
    open();
    let close: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    receiver.answer = (_, response) => {
      response.once('close', close);
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1024)));
        response.once('drain', more);
      };
      more();
    };
    expect(await send()).toEqual({ kind: 'answered', status: 200 });
    await closed;
  });

  test('ends when the receiver does not answer in time', async () => {
    open({ timeouts: { answer: 100, inAll: 200 } });
    receiver.answer = () => undefined;
    expect(await send()).toEqual({ kind: 'failed', reason: expect.any(String) });
  });

  test('that is under way when the sender closes is broken off, and no failure of the receiver', async () => {
    open();
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    receiver.answer = () => {
      arrive();
    };
    const sending = send();
    await arrived;
    await sender.close();
    expect(await sending).toEqual({ kind: 'broken-off' });
  });

  test('waits for none to another endpoint at the same host', async () => {
    open();
    receiver.answer = ({ path }, response) => {
      if (path !== '/slow') response.writeHead(204).end();
    };
    const slow = Array.from({ length: 8 }, async () => send('/slow'));
    expect(await send('/quick')).toEqual({ kind: 'answered', status: 204 });
    await sender.close();
    await Promise.all(slow);
  });

  test('fails when nobody listens', async () => {
    open();
    expect(await send('/', 'http://127.0.0.1:1')).toEqual({
      kind: 'failed',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('where private targets are not allowed, an attempt', () => {
  test('to such an address is not made', async () => {
    open({ allowPrivateTargets: false });
    const url = receiver.url.replace('http:', 'https:');
    expect(await send('/hook', url)).toEqual({
      kind: 'failed',
      reason: 'The address of the host is not public.',
    });
  });

  test('asks for a name once, however many wait for its servers', async () => {
    const asked: string[] = [];
    open({
      allowPrivateTargets: false,
      timeouts: { connect: 100, inAll: 200 },
      resolve: async (hostname) => {
        asked.push(hostname);
        return new Promise(() => undefined);
      },
    });
    const url = 'https://silent.example.com';
    const attempts = await Promise.all([send('/a', url), send('/b', url), send('/c', url)]);
    expect(new Set(attempts.map(({ kind }) => kind))).toEqual(new Set(['failed']));
    expect(asked).toEqual(['silent.example.com']);
  });

  test('to a name that does not resolve fails, and says so', async () => {
    open({ allowPrivateTargets: false });
    expect(await send('/hook', 'https://shop.invalid')).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/shop\.invalid/),
    });
  });

  test('to a name that stands for one reaches nobody', async () => {
    open({
      allowPrivateTargets: false,
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    });
    const { port } = new URL(receiver.url);
    expect(await send('/hook', `https://rebound.example.com:${port}`)).toEqual({
      kind: 'failed',
      reason: 'rebound.example.com is not a public address.',
    });
    expect(receiver.received).toEqual([]);
  });
});
