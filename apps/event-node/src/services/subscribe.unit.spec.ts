import { describe, expect, test } from '@jest/globals';
import { EventFilter } from '../reading/event-filter.js';
import { withoutLinks } from '../reading/link-resolver.js';
import { describeFrames } from '../testing/describe-frames.js';
import { eventRecord } from '../testing/stored-event.js';
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

/** Events whose types are the letters, at positions from `first` on. */
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
