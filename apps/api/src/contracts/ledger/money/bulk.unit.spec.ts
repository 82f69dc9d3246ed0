import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ErrorAnswer } from '../../../contract-kit/http-error.js';
import { bulkEndsAtStop, bulkLimits, type BulkLimits, type BulkResult } from './bulk-result.js';
import { Bulk, type LineWork } from './bulk.js';
import type { BodyLine } from './line-splitter.js';

const limits: BulkLimits = { ...bulkLimits, windowLinesMax: 4 };

/**
 * Answers each line with the line's text as the code. Lines that begin with "slow" are answered
 * only after `finish` is called.
 */
class Echo implements LineWork {
  readonly begun: string[] = [];
  readonly #slow: (() => void)[] = [];
  refused: ErrorAnswer | undefined;

  async answer({ number, bytes }: BodyLine): Promise<BulkResult> {
    const code = bytes?.toString() ?? 'too long';
    this.begun.push(code);
    if (code.startsWith('slow')) await new Promise<void>((resolve) => this.#slow.push(resolve));
    return { line: number, status: 400, code, detail: 'd'.repeat(10_000) };
  }

  refusal(): Promise<ErrorAnswer | undefined> {
    return Promise.resolve(this.refused);
  }

  finish(): void {
    for (const resolve of this.#slow.splice(0)) resolve();
  }
}

const begin = (some: Partial<BulkLimits> = {}) => {
  const [body, echo] = [new PassThrough({ highWaterMark: 4 * 1_024 }), new Echo()];
  return { body, echo, bulk: new Bulk(body, echo, { ...limits, ...some }) };
};

const answersOf = async (bulk: Bulk): Promise<[number, number, string][]> =>
  (await text(bulk))
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const answer = JSON.parse(line) as { line: number; status: number; code: string };
      return [answer.line, answer.status, answer.code];
    });

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
};

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `l${index + 1}\n`).join('');

describe('a bulk', () => {
  test('answers every line that is not blank, in order', async () => {
    const { body, echo, bulk } = begin();
    body.end('slow\n\nb\nc');
    const answers = answersOf(bulk);
    await turns();
    echo.finish();
    expect(await answers).toEqual([
      [1, 400, 'slow'],
      [3, 400, 'b'],
      [4, 400, 'c'],
    ]);
  });

  test('answers a line while the body goes on', async () => {
    const { body, bulk } = begin();
    for (const line of ['a', 'b', 'c']) {
      body.write(`${line}\n`);
      const [answer] = (await once(bulk, 'data')) as [Buffer];
      expect(JSON.parse(answer.toString())).toMatchObject({ code: line });
    }
    body.end();
    await once(bulk, 'end');
  });

  test('begins no more lines at once than its window takes', async () => {
    const { body, echo, bulk } = begin();
    body.end('slow\n'.repeat(10));
    const answers = answersOf(bulk);
    await turns();
    expect(echo.begun).toHaveLength(limits.windowLinesMax);
    for (let round = 0; round < 10; round += 1) {
      echo.finish();
      await turns();
    }
    expect(await answers).toHaveLength(10);
  });

  test('whose answers are not taken stops reading its body', async () => {
    const { body, echo, bulk } = begin();
    let written = 0;
    for (let round = 0; round < 5; round += 1) {
      while (!body.writableNeedDrain) {
        body.write(lines(100));
        written += 100;
      }
      await turns();
    }
    const { length } = echo.begun;
    // Nobody reads answers, so two limits fill up: the window, and the stream's buffer of 16 KiB.
    // Two answers of 10 kB fill that buffer. Then no further line is begun.
    expect(length).toBeLessThanOrEqual(2 * limits.windowLinesMax);
    await turns();
    expect(echo.begun).toHaveLength(length);
    expect(body.writableNeedDrain).toBe(true);
    body.end();
    expect(await answersOf(bulk)).toHaveLength(written);
  });

  test('ends with 413 after the most lines there may be, unless the body ends there', async () => {
    const whole = begin({ linesMax: 5 });
    whole.body.end(`${lines(5)}\n\n`);
    expect(await answersOf(whole.bulk)).toHaveLength(5);
    const more = begin({ linesMax: 5 });
    more.body.write(lines(50));
    const answers = await answersOf(more.bulk);
    expect(answers).toHaveLength(6);
    expect(answers.at(-1)).toEqual([6, 413, 'PAYLOAD_TOO_LARGE']);
    expect(more.echo.begun).toHaveLength(5);
    expect(more.body.destroyed).toBe(false);
  });

  test('that is ended answers what is in flight and says from where on nothing was read', async () => {
    const { body, echo, bulk } = begin();
    body.write('slow\nb\nc');
    const answers = answersOf(bulk);
    await turns();
    bulk.endReading(bulkEndsAtStop);
    body.write('\nd\n');
    await turns();
    echo.finish();
    expect(await answers).toEqual([
      [1, 400, 'slow'],
      [2, 400, 'b'],
      [3, 503, 'SERVICE_UNAVAILABLE'],
    ]);
    expect(echo.begun).toEqual(['slow', 'b']);
  });

  test('that was read to its end ends as it would have', async () => {
    const { body, echo, bulk } = begin();
    body.end('slow\n');
    const answers = answersOf(bulk);
    await turns();
    bulk.endReading(bulkEndsAtStop);
    echo.finish();
    expect(await answers).toEqual([[1, 400, 'slow']]);
  });

  test('ends when its caller may no longer call', async () => {
    const { body, echo, bulk } = begin();
    body.write('a\n');
    const answers = answersOf(bulk);
    await turns();
    echo.refused = { status: 401, code: 'UNAUTHORIZED', detail: 'revoked' };
    body.write('b\nc\n');
    expect(await answers).toEqual([
      [1, 400, 'a'],
      [2, 401, 'UNAUTHORIZED'],
    ]);
  });

  test('whose body breaks off begins nothing more, not even a line that looks whole', async () => {
    const { body, echo, bulk } = begin();
    const closed = once(bulk, 'close');
    body.write('slow\nb');
    bulk.resume();
    await turns();
    body.on('error', () => undefined).destroy(new Error('aborted'));
    await closed;
    expect(echo.begun).toEqual(['slow']);
    expect(bulk.destroyed).toBe(true);
  });

  test('whose answers nobody waits for any more stops after what is in flight', async () => {
    const { body, echo, bulk } = begin();
    body.write('slow\n'.repeat(20));
    await turns();
    bulk.destroy();
    echo.finish();
    body.write(lines(20));
    await turns();
    expect(echo.begun).toHaveLength(limits.windowLinesMax);
  });
});

describe('a bulk that stalls', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  const underFakeTime = (...args: Parameters<typeof begin>) => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    return begin(...args);
  };

  test('because no line comes is ended with 408; one that goes on, however slowly, is not', async () => {
    const { body, bulk } = underFakeTime();
    const answers = answersOf(bulk);
    for (let round = 0; round < 5; round += 1) {
      body.write('a\n');
      await turns();
      jest.advanceTimersByTime(bulkLimits.idleMs - 1);
    }
    // Blank lines and an unfinished line do not restart the timer.
    body.write('\n\nbeginning');
    await turns();
    jest.advanceTimersByTime(1);
    const told = await answers;
    expect(told).toHaveLength(6);
    expect(told.at(-1)).toEqual([6, 408, 'REQUEST_TIMEOUT']);
  });

  test('because its answers are not taken is cut off', async () => {
    const { body, bulk } = underFakeTime();
    const closed = once(bulk, 'close');
    body.write(lines(100));
    await turns();
    jest.advanceTimersByTime(bulkLimits.idleMs);
    await closed;
    expect(bulk.destroyed).toBe(true);
  });
});
