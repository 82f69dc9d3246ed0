import { describe, expect, test } from '@jest/globals';
import type { RequestedFilter } from '../model/requests.js';
import { MalformedMessage } from '../model/faults.js';
import { eventRecord } from '../testing/test-event-record.js';
import { EventFilter } from './event-filter.js';

const requested: RequestedFilter = {
  on: 'event-type',
  regex: '',
  prefixes: [],
  window: undefined,
  intervalMultiplier: 1,
};

const matches = (filter: Partial<RequestedFilter>, event: { type?: string; streamName?: string }) =>
  new EventFilter({ ...requested, ...filter }).matches(eventRecord(event));

describe('a filter', () => {
  test('matches any of its prefixes', () => {
    const prefixes = ['Order', 'Cap'];
    expect(matches({ prefixes }, { type: 'Captured' })).toBe(true);
    expect(matches({ prefixes }, { type: 'OrderExpired' })).toBe(true);
    expect(matches({ prefixes }, { type: 'XOrder' })).toBe(false);
    expect(matches({ prefixes }, { type: 'Ca' })).toBe(false);
  });

  test('matches its regular expression anywhere', () => {
    expect(matches({ regex: 'der-\\d+$' }, { type: 'my order-12' })).toBe(true);
    expect(matches({ regex: '^[^$].*' }, { type: '$metadata' })).toBe(false);
    expect(matches({ regex: '^.$' }, { type: '😀' })).toBe(true);
  });

  test.each([
    ['^(?!\\$)', 'OrderPlaced', '$metadata'],
    ['(?<!my )order', 'an order', 'my order'],
    ['^(.)\\1', 'oo', 'ob'],
    ['^a{600}b{600}$', 'a'.repeat(600) + 'b'.repeat(600), 'ab'],
  ])('matches %s, which RE2 does not take', (regex, matching, other) => {
    const filter = new EventFilter({ ...requested, regex });
    for (const type of [matching, other, matching]) {
      expect(filter.matches(eventRecord({ type }))).toBe(type === matching);
    }
    expect(filter.pageWithin({ events: 256, bytes: 262_144 }).events).toBe(4);
  });

  test('prefers the regular expression to prefixes', () => {
    expect(matches({ regex: '^A', prefixes: ['B'] }, { type: 'B' })).toBe(false);
  });

  test('looks at the stream name if asked to', () => {
    const filter = { on: 'stream-name' as const, prefixes: ['order-'] };
    expect(matches(filter, { streamName: 'order-1', type: 'x' })).toBe(true);
    expect(matches(filter, { streamName: 'x', type: 'order-1' })).toBe(false);
  });

  test.each<[string, Partial<RequestedFilter>]>([
    ['a multiplier of 0', { prefixes: ['a'], intervalMultiplier: 0 }],
    ['a window of 0', { prefixes: ['a'], window: 0 }],
    ['a bad regular expression', { regex: '(' }],
    ['more than 1,000 prefixes', { prefixes: Array.from({ length: 1_001 }, () => 'a') }],
    ['prefixes of more than 64 KiB', { prefixes: ['a'.repeat(40_000), 'b'.repeat(40_000)] }],
    ['neither regular expression nor prefix', {}],
  ])('with %s is refused', (_, filter) => {
    const make = () => new EventFilter({ ...requested, ...filter });
    expect(make).toThrow(MalformedMessage); // The node then answers INVALID_ARGUMENT.
  });

  test.each([
    [undefined, 1, 32],
    [undefined, 2, 64],
    [10, 3, 30],
  ])('with window %p and multiplier %p makes an interval of %p', (window, multiplier, interval) => {
    const filter = new EventFilter({
      ...requested,
      prefixes: ['a'],
      window,
      intervalMultiplier: multiplier,
    });
    expect(filter.checkpointInterval).toBe(interval);
  });
});
