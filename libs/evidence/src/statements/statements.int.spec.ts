import { expect, test } from '@jest/globals';
import { chainStart, linkOf } from '#event-log/offline';
import type { StoredEvent } from '#event-log/offline';
import { GeneratedLog } from '../testing/generated-log.js';
import { logOf } from '../testing/tampered.js';
import { verifyLog } from '../verification/verify-log.js';
import type { StatementRules } from './statement-rules.js';

const stream = 'settlement-demo-se-SEK';

/** Statements that list the positions of the captures before them. */
const rules: StatementRules = {
  lineOf: ({ balance }, { type, position }) =>
    type === 'OrderPartCaptured' || type === 'OrderCaptured'
      ? { stream: `settlement-${balance.storeId}-${balance.currency}`, line: String(position) }
      : undefined,
  begin: () => {
    let lines: unknown[] = [];
    return {
      line: (line) => lines.push(line),
      event: ({ data }) => {
        const [stated, due] = [
          JSON.stringify((data as { lines: unknown }).lines),
          JSON.stringify(lines),
        ];
        lines = [];
        return stated === due ? undefined : `it states ${stated}, its lines are ${due}`;
      },
    };
  },
};

const settled = (log: GeneratedLog): StoredEvent[] => {
  let [chain, revision] = [chainStart, 0n];
  let open: string[] = [];
  return log.events.flatMap((event, index) => {
    const position = event.position!.commit;
    if (event.type.endsWith('Captured')) open.push(String(position));
    if (index % 7 !== 6) return [event];
    const [data, metadata] = [{ lines: open }, { schemaVersion: 1 }];
    open = [];
    ({ chain } = linkOf(chain, { type: 'Stated', data, metadata }));
    const stated = { streamId: stream, id: 'x', type: 'Stated', data, revision };
    revision += 1n;
    return [
      event,
      { ...stated, metadata: { ...metadata, chain }, position: { commit: position + 1n } },
    ];
  });
};

test('statements are recomputed from the lines before them, in the order of the log', async () => {
  const log = new GeneratedLog();
  for (let order = 0; order < 40; order += 1) log.order(`n${order}`, order % 4);
  const events = settled(log);
  const end = events.at(-1)!.position!.commit;
  expect((await verifyLog({ log: logOf(events), end, rules })).findings.first).toEqual([]);

  const captured = events.find(({ type }) => type === 'OrderPartCaptured')!;
  const last = events.filter(({ streamId }) => streamId === captured.streamId).at(-1)!;
  const without = events.filter((event) => event !== last);
  const after = events.find(
    ({ streamId, position }) => streamId === stream && position!.commit > last.position!.commit,
  )!;
  const { findings } = await verifyLog({ log: logOf(without), end, rules });
  expect(findings.first).toEqual([
    expect.objectContaining({
      kind: 'settlement',
      ...{ stream, revision: Number(after.revision), position: after.position!.commit },
    }),
  ]);
});
