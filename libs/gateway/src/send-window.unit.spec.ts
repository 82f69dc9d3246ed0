import { describe, expect, test } from '@jest/globals';
import { sendWithinMs, SendWindow } from './send-window.js';

const day = 24 * 60 * 60_000;

const clocks = () => {
  const times = { elapsed: 5_000, wall: Date.parse('2026-03-01T12:00:00Z') };
  return { times, clocks: { elapsed: () => times.elapsed, wall: () => times.wall } };
};

const isOpen = (window: SendWindow): boolean => {
  try {
    window.assertOpen();
    return true;
  } catch {
    return false;
  }
};

describe('the time within which a request may be sent', () => {
  test('ends after ten minutes', () => {
    const { times, clocks: given } = clocks();
    const window = new SendWindow(given);
    times.elapsed += sendWithinMs - 1;
    times.wall += sendWithinMs - 1;
    expect(isOpen(window)).toBe(true);
    times.elapsed += 1;
    expect(isOpen(window)).toBe(false);
  });

  test('is over after a suspension, in which only the clock on the wall goes on', () => {
    const { times, clocks: given } = clocks();
    const window = new SendWindow(given);
    times.wall += day;
    expect(() => {
      window.assertOpen();
    }).toThrow('Decided 86400 s ago');
  });

  test('is over after a stop during which the clock was set back', () => {
    const { times, clocks: given } = clocks();
    const window = new SendWindow(given);
    times.elapsed += day;
    times.wall -= day;
    expect(isOpen(window)).toBe(false);
  });
});

describe('the time within which may be sent what the log said at a time', () => {
  test('runs from then', () => {
    const { times, clocks: given } = clocks();
    const window = SendWindow.since(times.wall - 30_000, given)!;
    expect([window.isFresh, isOpen(window)]).toEqual([true, true]);
    times.wall += 30_001;
    times.elapsed += 30_001;
    expect([window.isFresh, isOpen(window)]).toEqual([false, true]);
    times.wall += sendWithinMs - 60_001;
    times.elapsed += sendWithinMs - 60_001;
    expect(isOpen(window)).toBe(false);
  });

  test('is over after a stop during which the clock was set back', () => {
    const { times, clocks: given } = clocks();
    const window = SendWindow.since(times.wall, given)!;
    times.elapsed += day;
    times.wall -= day;
    expect([window.isFresh, isOpen(window)]).toEqual([false, false]);
  });

  test('does not begin if that is long ago, or if the clocks differ', () => {
    const { times, clocks: given } = clocks();
    expect(SendWindow.since(times.wall - 60_001, given)).toBeUndefined();
    expect(SendWindow.since(times.wall - day, given)).toBeUndefined();
    expect(SendWindow.since(times.wall + 5_001, given)).toBeUndefined();
    expect(SendWindow.since(times.wall + 5_000, given)).toBeDefined();
  });
});
