import { describe, expect, test } from '@jest/globals';
import { ByteBudget, defaultNodeLimits } from '../model/node-limits.js';
import type { AppendRequest } from '../model/requests.js';
import { areCollected, receivedEvent } from '../testing/received-message.js';
import { AppendDraft } from './append-draft.js';
import type { NodeCore } from './node-core.js';

const submitted: AppendRequest[] = [];
const budget = new ByteBudget(1024 * 1024);
const writer = { submit: (request: AppendRequest) => submitted.push(request) };
const core = { budget, writer, limits: defaultNodeLimits } as unknown as NodeCore;

const draftOf = (streamName: string): AppendDraft =>
  new AppendDraft(core, { streamName, expected: 'any', deadline: undefined });

describe('an append that waits for its next message', () => {
  test('keeps nothing of the messages before but its events', async () => {
    const draft = draftOf('s');
    const memories = Array.from({ length: 3 }, () => {
      const { event, memory } = receivedEvent();
      draft.add(event);
      draft.keep();
      return memory;
    });
    expect(await areCollected(memories)).toEqual([true, true, true]);
    draft.submit(() => undefined);
    const events = submitted.at(-1)?.events ?? [];
    expect(events.map(({ data, metadata }) => [String(data), String(metadata)])).toEqual(
      Array.from({ length: 3 }, () => ['{"text":"small"}', '{"kept":1}']),
    );
    const held = new Set(
      events.flatMap(({ id, type, data }) => [id.buffer, type.buffer, data.buffer]),
    );
    const bytes = [...held].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(bytes).toBeLessThan(budget.held);
  });

  test('counts for the budget without an event too, with its name', () => {
    const before = budget.held;
    const draft = draftOf('n'.repeat(4_000));
    expect(budget.held - before).toBeGreaterThan(8_000);
    draft.release();
    expect(budget.held).toBe(before);
  });
});
