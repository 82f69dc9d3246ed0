import streams from '@eventstore/db-client/generated/streams_pb.js';
import { describe, expect, test } from '@jest/globals';
import { ByteBudget } from '../model/node-limits.js';
import { FrameDecoder } from '../protocol/frame-decoder.js';
import { EventFilter } from '../reading/event-filter.js';
import { withoutLinks } from '../reading/link-resolver.js';
import { eventRecord } from '../testing/test-event-record.js';
import { SubscriptionFrames } from './subscribe.js';

const filtered = (window: number, multiplier: number, prefix: string) =>
  new SubscriptionFrames({
    form: 'text',
    resolve: withoutLinks,
    filter: new EventFilter({
      on: 'event-type',
      regex: '',
      prefixes: [prefix],
      window,
      intervalMultiplier: multiplier,
    }),
  });

/** Returns one line for each frame of a Read call, as the official client decodes the frame. */
const describeFrames = (frames: Buffer): string[] =>
  new FrameDecoder(1_000_000, new ByteBudget(1_000_000)).push(frames).map((message) => {
    const response = streams.ReadResp.deserializeBinary(message);
    const event = response.getEvent()?.getEvent();
    if (event) return `event ${event.getMetadataMap().get('type')} ${event.getCommitPosition()}`;
    const checkpoint = response.getCheckpoint();
    if (checkpoint) return `checkpoint ${checkpoint.getCommitPosition()}`;
    return response.hasCaughtUp() ? 'caught up' : 'something else';
  });

/**
 * Returns one event for each letter. The letter is the type of the event, and the positions begin
 * with `first`.
 */
const typed = (letters: string, first: number) =>
  Array.from(letters).map((type, index) => eventRecord({ type, position: first + index }));

const live = { isAtEnd: true, hasCaughtUp: false };
const caughtUp = { isAtEnd: true, hasCaughtUp: true };

describe('a filtered subscription', () => {
  test('sends a checkpoint after each interval of events considered, matching or not', () => {
    const frames = filtered(2, 2, 'a');
    expect(describeFrames(frames.of({ events: typed('axxxxxxxx', 11), ...live }))).toEqual([
      'event a 11',
      'checkpoint 14',
      'checkpoint 18',
    ]);
  });

  test('counts the interval across rounds', () => {
    const frames = filtered(4, 1, 'a');
    expect(describeFrames(frames.of({ events: typed('xxx', 1), ...live }))).toEqual([]);
    expect(describeFrames(frames.of({ events: typed('ax', 4), ...live }))).toEqual([
      'event a 4',
      'checkpoint 4',
    ]);
  });

  test('sends a match before the checkpoint at its position', () => {
    const frames = filtered(1, 1, 'a');
    expect(describeFrames(frames.of({ events: typed('aa', 1), ...live }))).toEqual([
      'event a 1',
      'checkpoint 1',
      'event a 2',
      'checkpoint 2',
    ]);
  });

  test('sends one for the last event considered when it has caught up, and none twice', () => {
    const frames = filtered(32, 1, 'a');
    const first = frames.of({ events: typed('axx', 1), ...caughtUp });
    expect(describeFrames(first)).toEqual(['event a 1', 'checkpoint 3', 'caught up']);
    expect(describeFrames(frames.of({ events: [], ...caughtUp }))).toEqual(['caught up']);
  });

  test('sends none when it has considered nothing', () => {
    const frames = filtered(1, 1, 'a');
    expect(describeFrames(frames.of({ events: [], ...caughtUp }))).toEqual(['caught up']);
  });
});

describe('an unfiltered subscription', () => {
  test('sends every event and no checkpoint', () => {
    const frames = new SubscriptionFrames({
      form: 'text',
      resolve: withoutLinks,
      filter: undefined,
    });
    expect(describeFrames(frames.of({ events: typed('ab', 1), ...caughtUp }))).toEqual([
      'event a 1',
      'event b 2',
      'caught up',
    ]);
  });
});
