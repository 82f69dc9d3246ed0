import { describe, expect, test } from '@jest/globals';
import { PageBatchingDelay } from '../consumers/page-batching-delay.js';

const pace = { gatherMs: 40, gatherEvents: 8, pageSize: 1_000 };

/**
 * Each page (batch of events) is given as [time when it was taken, number of events], and is
 * applied within 5 ms. Returns the pause after each page.
 */
const pauses = (...pages: readonly (readonly [number, number])[]): number[] => {
  const gathering = new PageBatchingDelay(pace);
  return pages.map(([at, events]) => gathering.pauseMs(at, events, at + 5));
};

describe('between pages', () => {
  test('nothing is waited for while few events come', () => {
    expect(pauses([0, 1], [10, 2], [20, 1], [30, 1], [1_000, 7])).toEqual([0, 0, 0, 0, 0]);
  });

  test('under load the rest of the interval is waited for, in many small pages as in one', () => {
    expect(pauses([0, 8])).toEqual([35]);
    expect(pauses([0, 3], [6, 3], [12, 3])).toEqual([0, 0, 35]);
  });

  test('load that has passed does not count', () => {
    expect(pauses([0, 100], [40, 1])).toEqual([35, 0]);
  });

  test('a full page is followed by the next at once', () => {
    expect(pauses([0, 1_000], [30, 1_000])).toEqual([0, 0]);
  });

  test('a page that took longer than the interval is, too', () => {
    expect(new PageBatchingDelay(pace).pauseMs(0, 500, 60)).toBe(0);
  });
});
