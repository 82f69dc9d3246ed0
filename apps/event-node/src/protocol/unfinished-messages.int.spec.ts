import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { binaryEvent } from '@eventstore/db-client';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../../../../test/support/until.js';
import { TestNode } from '../testing/test-node.js';
import { newStream, oneEvent } from '../testing/test-events.js';
import { GrpcStatusCode } from './grpc-failure.js';

const unfinishedBytesMax = 100_000;

let node: TestNode;
let session: ClientHttp2Session;

beforeEach(async () => {
  node = await TestNode.start({ limits: { unfinishedBytesMax: unfinishedBytesMax } });
  session = connect(`http://127.0.0.1:${node.running.port}`);
});

afterEach(async () => {
  session.destroy();
  await node.discard();
});

/**
 * Begins a BatchAppend call by sending an incomplete message. `status` returns undefined until the
 * node ends the call.
 */
const unfinished = (bytes: number): { call: ClientHttp2Stream; status: () => unknown } => {
  let status: unknown;
  const call = session.request({
    ':method': 'POST',
    ':path': '/event_store.client.streams.Streams/BatchAppend',
    'content-type': 'application/grpc+proto',
    te: 'trailers',
  });
  call.on('error', () => undefined);
  call.on('response', (headers) => (status = headers['grpc-status']));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(1_000_000, 1);
  call.write(Buffer.concat([head, Buffer.alloc(bytes)]));
  return { call, status: () => status };
};

test('incomplete messages over the budget end their call; its end frees its part', async () => {
  const calls = [unfinished(60_000), unfinished(60_000)];
  await until(() => calls.some(({ status }) => status() !== undefined));
  const refused = calls.filter(({ status }) => status() !== undefined);
  expect(refused.map(({ status }) => status())).toEqual([String(GrpcStatusCode.ResourceExhausted)]);

  const client = node.client();
  await client.appendToStream(newStream(), oneEvent()); // Complete messages are accepted.
  const large = binaryEvent({ type: 'Large', data: Buffer.alloc(90_000) });
  const isTaken = (): Promise<boolean> =>
    client.appendToStream(newStream(), large).then(
      () => true,
      () => false,
    );
  expect(await isTaken()).toBe(false);
  for (const { call } of calls) call.close();
  let attempts = 1;
  while (!(await isTaken())) expect(++attempts).toBeLessThan(100);
});
