import { describe, expect, test } from '@jest/globals';
import { Gathering } from './gathering.js';

interface Crowd {
  readonly open: number;
  readonly everyMs: number;
  readonly from?: number;
}

/** So many writes that each met others; answers when the last one came. */
const crowd = (gathering: Gathering, writes: number, { open, everyMs, from = 0 }: Crowd) => {
  let now = from;
  for (let write = 0; write < writes; write += 1, now += everyMs) gathering.metOthers(open, now);
  return now;
};

describe('a round waits for more writes', () => {
  test('not without a crowd', () => {
    const gathering = new Gathering();
    expect(gathering.pauseMs(1)).toBe(0);
    crowd(gathering, 100, { open: 20, everyMs: 5 });
    expect(gathering.pauseMs(1)).toBe(0);
  });

  test('in one, as long as it has few', () => {
    const gathering = new Gathering();
    crowd(gathering, 8, { open: 64, everyMs: 1 });
    expect([1, 15, 16, 100].map((writes) => gathering.pauseMs(writes))).toEqual([3, 3, 0, 0]);
  });

  test('until all are there that there were lately', () => {
    const gathering = new Gathering();
    const now = crowd(gathering, 8, { open: 4, everyMs: 1 });
    expect([3, 4].map((writes) => gathering.pauseMs(writes))).toEqual([3, 0]);
    const later = crowd(gathering, 8, { open: 2, everyMs: 1, from: now + 101 });
    expect(gathering.pauseMs(3)).toBe(3);
    crowd(gathering, 8, { open: 2, everyMs: 1, from: later + 101 });
    expect([1, 2].map((writes) => gathering.pauseMs(writes))).toEqual([3, 0]);
  });

  test('again when that brought some together', () => {
    const gathering = new Gathering();
    const now = crowd(gathering, 8, { open: 8, everyMs: 1 });
    gathering.hasPaused(3, now);
    expect(gathering.pauseMs(1)).toBe(3);
  });

  test('not for a while after it brought nothing', () => {
    const gathering = new Gathering();
    const now = crowd(gathering, 8, { open: 8, everyMs: 1 });
    gathering.hasPaused(2, now);
    crowd(gathering, 100, { open: 8, everyMs: 1, from: now });
    expect(gathering.pauseMs(1)).toBe(0);
    crowd(gathering, 8, { open: 8, everyMs: 1, from: now + 250 });
    expect(gathering.pauseMs(1)).toBe(3);
  });
});
