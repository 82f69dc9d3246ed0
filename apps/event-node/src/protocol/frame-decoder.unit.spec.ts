import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ByteBudget } from '../model/node-limits.js';
import { FrameDecoder } from './frame-decoder.js';
import { GrpcFailure } from './grpc-failure.js';
import { ProtoWriter } from './proto-writer.js';

const framed = (messages: readonly Uint8Array[]): Buffer => {
  const frames = new ProtoWriter();
  for (const message of messages) frames.frameHead(message.length).raw(Buffer.from(message));
  return frames.finish();
};

describe('the frame decoder', () => {
  test('finds the messages however their bytes are cut', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
    const cuts = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 });
    fc.assert(
      fc.property(messages, cuts, (sent, sizes) => {
        const bytes = framed(sent);
        const budget = new ByteBudget(1_000);
        const decoder = new FrameDecoder(300, budget);
        const received: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          received.push(...decoder.push(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(received.map((message) => [...message])).toEqual(
          sent.map((message) => [...message]),
        );
        expect(budget.take(1_000)).toBe(true);
      }),
    );
  });

  test('refuses a message above the limit before it has arrived', () => {
    const head = new ProtoWriter().frameHead(11).finish();
    expect(() => new FrameDecoder(10, new ByteBudget(10)).push(head)).toThrow(GrpcFailure);
  });

  test('holds what is unfinished of the budget that it shares, until finished or released', () => {
    const budget = new ByteBudget(100);
    const [first, second] = [new FrameDecoder(80, budget), new FrameDecoder(80, budget)];
    const bytes = framed([Buffer.alloc(60)]);
    expect(first.push(bytes.subarray(0, 50))).toEqual([]);
    expect(() => second.push(bytes.subarray(0, 50))).toThrow('unfinished');
    second.release();
    expect(first.push(bytes.subarray(50))).toHaveLength(1);
    expect(second.push(bytes.subarray(0, 50))).toEqual([]);
    expect(budget.take(100)).toBe(false);
    second.release();
    expect(budget.take(100)).toBe(true);
  });

  test('refuses a compressed message', () => {
    expect(() =>
      new FrameDecoder(10, new ByteBudget(10)).push(Buffer.from([1, 0, 0, 0, 1, 0])),
    ).toThrow('Compressed');
  });
});
