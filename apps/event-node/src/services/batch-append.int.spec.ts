import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { BatchCall } from '../testing/batch-call.js';
import { until } from '../../../../test/support/until.js';
import { TestNode } from '../testing/test-node.js';
import { collect, newStream } from '../testing/test-events.js';
import type { NodeLimits } from '../model/node-limits.js';

let node: TestNode;
let call: BatchCall;

const start = async (limits: Partial<NodeLimits> = {}): Promise<void> => {
  node = await TestNode.start({ limits });
  call = new BatchCall(node.running.port);
};

afterEach(async () => {
  call.close();
  await node.discard();
});

const answered = (count: number) => until(() => call.answers.length >= count);
const error = (name: string) => `event_store.client.${name}`;

describe('chunks of several appends on one call', () => {
  test('are put together by their correlation id', async () => {
    await start();
    const [a, b] = [randomUUID(), randomUUID()];
    const [first, second] = [newStream(), newStream()];
    call.send({ id: a, stream: first, events: 2, isFinal: false });
    call.send({ id: b, stream: second, isFinal: false });
    call.send({ id: b, events: 3 });
    call.send({ id: a });
    await answered(2);
    expect(call.answers).toEqual(
      expect.arrayContaining([
        { id: a, result: 'success', stream: first },
        { id: b, result: 'success', stream: second },
      ]),
    );
    expect(await collect(node.client().readStream(first))).toHaveLength(3);
    expect(await collect(node.client().readStream(second))).toHaveLength(4);
  });

  test('write nothing until the final one', async () => {
    await start();
    const [stream, other] = [newStream(), newStream()];
    call.send({ stream, isFinal: false });
    call.send({ stream: other });
    await answered(1);
    await expect(collect(node.client().readStream(stream))).rejects.toThrow('not found');
  });

  test('that are too large together are refused once; the rest is swallowed', async () => {
    await start({ appendBytesMax: 1_000 });
    const [large, stream] = [newStream(), newStream()];
    const id = randomUUID();
    call.send({ id, stream: large, eventBytes: 600, isFinal: false });
    call.send({ id, eventBytes: 600, isFinal: false });
    call.send({ id, eventBytes: 600, isFinal: false });
    call.send({ id, eventBytes: 1 });
    call.send({ stream });
    await answered(2);
    expect(call.answers.map(({ result }) => result)).toEqual([
      error('MaximumAppendSizeExceeded'),
      'success',
    ]);
    expect(call.answers[0]).toMatchObject({ id, stream: large });
  });
});

describe('an append', () => {
  test.each([
    ['without type', { 'content-type': 'application/json' }],
    ['without content type', { type: 'T' }],
    ['with an empty type', { type: '', 'content-type': 'application/json' }],
  ])('%s is a bad request', async (_, metadata) => {
    await start();
    const stream = newStream();
    call.send({ stream, metadata });
    await answered(1);
    expect(call.answers).toEqual([{ id: expect.any(String), result: error('BadRequest'), stream }]);
  });

  test.each(['', '$$'])('to the stream %j is a bad request', async (stream) => {
    await start();
    call.send({ stream });
    await answered(1);
    expect(call.answers[0]).toMatchObject({ result: error('BadRequest'), stream });
  });

  test('whose first chunk has no options is a bad request, with an identifier', async () => {
    await start();
    call.send({});
    await answered(1);
    expect(call.answers[0]).toMatchObject({ result: error('BadRequest'), stream: '' });
  });

  test('whose deadline has passed times out and writes nothing', async () => {
    await start();
    const stream = newStream();
    call.send({ stream, deadline: new Date(Date.now() - 1) });
    await answered(1);
    expect(call.answers[0]).toMatchObject({ result: error('Timeout'), stream });
    await expect(collect(node.client().readStream(stream))).rejects.toThrow('not found');
  });

  test('that finds no room to wait times out', async () => {
    await start({ heldBytesMax: 4_000 });
    const [waiting, refused, next] = [newStream(), newStream(), newStream()];
    const id = randomUUID();
    call.send({ id, stream: waiting, eventBytes: 2_000, isFinal: false });
    call.send({ stream: refused, eventBytes: 1_000 });
    await answered(1);
    expect(call.answers[0]).toMatchObject({ result: error('Timeout'), stream: refused });
    call.send({ id, events: 0 });
    await answered(2);
    call.send({ stream: next, eventBytes: 1_000 });
    await answered(3);
    expect(call.answers.slice(1).map(({ result }) => result)).toEqual(['success', 'success']);
  });
});

describe('a call', () => {
  test('that is half-closed ends once everything is answered', async () => {
    await start();
    for (let count = 0; count < 20; count++) call.send({ stream: newStream() });
    call.halfClose();
    await until(() => call.isEnded);
    expect(call.answers).toHaveLength(20);
  });

  test('with too many unfinished appends ends with an error', async () => {
    await start({ openAppendsMax: 10 });
    for (let count = 0; count < 11; count++) call.send({ stream: newStream(), isFinal: false });
    await until(() => call.error !== undefined);
    expect(call.error?.details).toContain('unfinished');
  });

  test('with a correlation id that is too long ends with an error', async () => {
    await start();
    call.send({ id: 'x'.repeat(300), stream: newStream() });
    await until(() => call.error !== undefined);
    expect(call.error).toMatchObject({ code: 3 });
  });

  test('that breaks off gives back what its unfinished appends held', async () => {
    await start({ heldBytesMax: 4_000 });
    call.send({ stream: newStream(), eventBytes: 2_500, isFinal: false });
    call.send({ stream: newStream() });
    await answered(1);
    call.close();
    call = new BatchCall(node.running.port);
    const attempt = (): boolean => {
      call.send({ stream: newStream(), eventBytes: 2_000 });
      return call.answers.some(({ result }) => result === 'success');
    };
    await until(attempt);
  });
});
