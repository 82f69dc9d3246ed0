import type { ResolvedEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { crashSteps, CrashingNode } from './testing/crashing-node.js';
import { readWholeLog } from './testing/test-events.js';
import { type EventPlace, WriterUnderFire } from './testing/writer-under-fire.js';

/**
 * The node is killed after these numbers of acknowledged appends, one number for each start of the
 * node. At each of these moments, up to 32 more appends are waiting for their acknowledgement.
 */
const killsAfter = [1, 33, 64, 150, 301, 500];

/**
 * The node writes appends to the disk in rounds: each round holds all appends that wait at that
 * time. The node kills itself in the 2nd, 5th or 20th round after a start, once at each step of the
 * round.
 */
const killsInRound = [2, 5, 20];

interface Fire {
  readonly node: CrashingNode;
  readonly writer: WriterUnderFire;
}

const killFromOutside = async ({ node, writer }: Fire): Promise<void> => {
  for (const killAfter of killsAfter) {
    await node.start();
    const kills: Promise<void>[] = [];
    await writer.write(node.url, (count) => {
      if (count === killAfter) kills.push(node.kill());
    });
    await Promise.all(kills);
  }
};

const killAtEachStep = async ({ node, writer }: Fire): Promise<void> => {
  for (const round of killsInRound) {
    for (const step of crashSteps) {
      await node.start({ step, round });
      await writer.write(node.url, () => undefined);
      await node.kill(0);
    }
  }
};

describe.each([
  ['under load', killFromOutside, killsAfter.reduce((sum, count) => sum + count, 0)],
  ['at each step of a round', killAtEachStep, killsInRound.length * crashSteps.length],
])('killed %s', (_, killing, acknowledgedMin) => {
  const node = new CrashingNode();
  const writer = new WriterUnderFire();
  let log: ResolvedEvent[];

  beforeAll(async () => {
    await killing({ node, writer });
    await node.start();
    await writer.resolveUnknown(node.url);
    log = (await readWholeLog(node.url)).filter(({ event }) => event?.type === 'Counted');
  }, 240_000);

  afterAll(() => node.discard());

  test('every acknowledged event is in the log exactly once, at its revision', () => {
    const found = new Map<string, EventPlace>();
    for (const { event } of log) {
      expect(found.has(event!.id)).toBe(false);
      found.set(event!.id, { stream: event!.streamId, revision: Number(event!.revision) });
    }
    expect(writer.acknowledged.size).toBeGreaterThan(acknowledgedMin);
    expect(found).toEqual(writer.acknowledged); // Each append without an answer was repeated.
  });

  test('every stream is contiguous, and positions grow', () => {
    const next = new Map<string, number>();
    for (const { event } of log) {
      const revision = next.get(event!.streamId) ?? 0;
      expect(Number(event!.revision)).toBe(revision);
      next.set(event!.streamId, revision + 1);
    }
    const positions = log.map(({ commitPosition }) => Number(commitPosition));
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
  });
});
