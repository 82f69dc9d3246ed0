import { beforeAll, describe, expect, test } from '@jest/globals';
import { EventStoreRefused } from '#event-log/offline';
import type { StoredEvent } from '#event-log/offline';
import { GeneratedLog } from '../testing/generated-log.js';
import { logOf, withData } from '../testing/tampered.js';
import type { StreamSource } from './hidden-streams.js';
import type { ReadModelComparison } from './compare-read-model.js';
import { verifyLog } from './verify-log.js';

let events: readonly StoredEvent[];
let order: string;
const settlements = 'settlement-demo-se-SEK';

beforeAll(async () => {
  const log = new GeneratedLog({ sealEvents: 5, sealMs: 1e12 });
  order = `order-${log.order('a', 5)}`;
  log.order('b', 2);
  log.cut();
  log.state();
  await log.seal();
  ({ events } = log);
});

/** An event store that returns the streams of the log one by one, changed by `change`. */
const streamsOf = (
  change: (given: StoredEvent[], stream: string) => StoredEvent[],
): StreamSource => ({
  read: async ({ streamId, fromRevision, eventsMax }) =>
    Promise.resolve(
      change(
        events.filter((event) => event.streamId === streamId),
        streamId,
      )
        .filter(({ revision }) => Number(revision) >= fromRevision)
        .slice(0, eventsMax),
    ),
});

const verified = (streams: StreamSource, compare?: ReadModelComparison) => {
  const end = events.at(-1)!.position!.commit;
  return verifyLog({ log: logOf(events), end, streams, ...(compare && { compare }) });
};

const only =
  (wanted: string, change: (given: StoredEvent[]) => StoredEvent[]) =>
  (given: StoredEvent[], stream: string): StoredEvent[] =>
    stream === wanted ? change(given) : given;

test('streams that are given as the log has them hold', async () => {
  expect(await verified(streamsOf((given) => given))).toMatchObject({ ok: true });
});

describe('a stream that is given otherwise than the log as a whole has it', () => {
  const last = () => events.filter(({ streamId }) => streamId === order).length - 1;
  interface Case {
    readonly what: string;
    readonly stream: () => string;
    readonly change: (given: StoredEvent[]) => StoredEvent[];
    readonly revision: () => number;
    readonly said: RegExp;
  }

  test.each<Case>([
    {
      what: 'without its last event, as when its index entry was removed',
      stream: () => order,
      change: (given) => given.slice(0, -1),
      revision: last,
      said: /revision \d+ is in the log, but left out when the stream is read/,
    },
    {
      what: 'without one in the middle',
      stream: () => order,
      change: (given) => given.toSpliced(2, 1),
      revision: () => 2,
      said: /revision 2 is in the log, but left out/,
    },
    {
      what: 'not at all',
      stream: () => order,
      change: () => [],
      revision: () => 0,
      said: /revisions 0 to \d+ are in the log/,
    },
    {
      what: 'with one more',
      stream: () => order,
      change: (given) => [...given, { ...given.at(-1)!, revision: given.at(-1)!.revision + 1n }],
      revision: () => last() + 1,
      said: /is in the stream when it is read by itself, but not in the log/,
    },
    {
      what: 'with other content',
      stream: () => order,
      change: (given) => given.with(3, withData(given[3]!, { amount: 1 })),
      revision: last,
      said: /has other content than in the log/,
    },
    {
      what: 'of seals without the last',
      stream: () => 'ledger-seal',
      change: (given) => given.slice(0, -1),
      revision: () => 1,
      said: /left out when the stream is read/,
    },
    {
      what: 'of settlements without the first',
      stream: () => settlements,
      change: (given) => given.slice(1),
      revision: () => 0,
      said: /left out when the stream is read/,
    },
  ])('$what is named', async ({ stream, change, revision, said }) => {
    const { ok, findings } = await verified(streamsOf(only(stream(), change)));
    expect(ok).toBe(false);
    const detail: unknown = expect.stringMatching(said);
    expect(findings).toEqual({
      count: 1,
      first: [{ kind: 'hidden', stream: stream(), revision: revision(), detail }],
      ofReadModel: 0,
    });
  });

  test('is not, for events that came after the verification began', async () => {
    const position = { commit: events.at(-1)!.position!.commit + 1n };
    const later = only(order, (given) => [
      ...given,
      { ...given.at(-1)!, revision: given.at(-1)!.revision + 1n, position },
    ]);
    expect(await verified(streamsOf(later))).toMatchObject({ ok: true });
  });
});

describe('a verification ends with its findings', () => {
  const failing = (error: Error): StreamSource => ({ read: () => Promise.reject(error) });

  test('when the event store refuses to read streams: each is named', async () => {
    const { findings } = await verified(failing(new EventStoreRefused(new Error('deleted'))));
    expect(findings.count).toBe(4);
    expect(findings.first).toContainEqual(
      expect.objectContaining({ kind: 'hidden', stream: order }),
    );
  });

  test('when it is away: it is not asked for every stream', async () => {
    const { findings, events: seen } = await verified(failing(new Error('away')));
    expect(seen).toBe(events.length);
    expect(findings.count).toBeGreaterThanOrEqual(3);
    expect(findings.first[0]?.detail).toContain('the stream could not be read: away');
  });

  test('when the log cannot be read to its end: what was read is verified', async () => {
    const log = logOf(events);
    const broken = {
      readLog: (read: { after: bigint; eventsMax: number }) =>
        read.after < 0n
          ? log.readLog({ ...read, eventsMax: 4 })
          : Promise.reject(new Error('bad record')),
    };
    const end = events.at(-1)!.position!.commit;
    const compare = { orders: () => Promise.reject(new Error('asked')) };
    const all = { ...compare, settlements: compare.orders };
    expect(await verifyLog({ log: broken, end, compare: all })).toMatchObject({
      ...{ ok: false, events: 4, position: events[3]!.position!.commit },
      findings: {
        count: 1,
        first: [{ kind: 'unreadable', detail: expect.stringContaining('bad record') }],
      },
    });
  });

  test('when the read model cannot be asked: it is asked a bounded number of times', async () => {
    let asked = 0;
    const fails = (): Promise<never> => {
      asked += 1;
      return Promise.reject(new Error('null value in column "after_position"'));
    };
    const streams = streamsOf((given) => given);
    const verification = await verified(streams, { orders: fails, settlements: fails });
    expect(asked).toBeLessThanOrEqual(3);
    expect(verification).toMatchObject({ ok: false, events: events.length, seals: 2 });
    expect(verification.findings.first).toEqual(
      Array.from({ length: asked }, () => ({
        kind: 'read-model',
        detail: expect.stringMatching(/^the read model of .* could not be verified: null value/),
      })),
    );
  });
});
