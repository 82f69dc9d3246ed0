import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { StoredEvent } from '#event-log/offline';
import { GeneratedLog } from '../testing/generated-log.js';
import { sealStream } from './seal.js';
import type { Seal } from './seal.js';
import { Sealer } from './sealer.js';

const hourMs = 3_600_000;
const pace = { sealEvents: 4, sealMs: hourMs };
const start = Date.parse('2026-03-01T12:00:00.000Z');

const sealerOf = (log: GeneratedLog, minutes = 0): Sealer =>
  new Sealer(log, pace, () => new Date(start + minutes * 60_000));

const sealsIn = (log: GeneratedLog): Seal[] =>
  log.events.filter(({ streamId }) => streamId === sealStream).map(({ data }) => data as Seal);

/**
 * Computes the hashes that the seals must have, as docs/audit.md defines them, without using the
 * code under test.
 */
const hashesOf = (log: GeneratedLog): string[] => {
  const own = log.events.filter(({ streamId }) => streamId !== sealStream);
  let hash = '';
  return sealsIn(log).map(({ after, position }) => {
    const covered = own.filter(
      (event: StoredEvent) =>
        event.position!.commit > BigInt(after) && event.position!.commit <= BigInt(position),
    );
    const chains = covered.map(({ metadata }) => (metadata as { chain: string }).chain);
    hash = createHash('sha256')
      .update(hash + chains.join(''))
      .digest('hex');
    return hash;
  });
};

describe('the sealer', () => {
  test('seals every so many events, and no fewer before their time', async () => {
    const log = new GeneratedLog();
    log.order('a', 9);
    const seals = await sealerOf(log).seal();
    expect(seals.map(({ number, events, eventsTotal }) => [number, events, eventsTotal])).toEqual([
      [0, 4, 4],
      [1, 4, 8],
    ]);
    expect(sealsIn(log).map(({ hash }) => hash)).toEqual(hashesOf(log));
  });

  test('seals what has waited for an hour, once', async () => {
    const log = new GeneratedLog();
    log.order('a', 0);
    expect(await sealerOf(log, 59).seal()).toEqual([]);
    const sealer = sealerOf(log, 60);
    expect(await sealer.seal()).toMatchObject([{ after: '-1', events: 2, position: '100' }]);
    expect(await sealer.seal()).toEqual([]);
    expect(await sealerOf(log, 600).seal()).toEqual([]);
  });

  test('seals the first events of a new ledger soon, and later ones at their usual time', async () => {
    const log = new GeneratedLog();
    const early = { ...pace, firstSealMs: 30_000 };
    const at = (seconds: number): Sealer =>
      new Sealer(log, early, () => new Date(start + seconds * 1_000));
    log.order('a', 0);
    expect(await at(29).seal()).toEqual([]);
    const sealer = at(30);
    expect(await sealer.seal()).toMatchObject([{ after: '-1', events: 2 }]);
    log.order('b', 0);
    expect(await at(3_599).seal()).toEqual([]);
    expect(await at(3_600).seal()).toMatchObject([{ events: 2 }]);
    expect(sealsIn(log).map(({ hash }) => hash)).toEqual(hashesOf(log));
  });

  test('goes on from the last seal after a restart', async () => {
    const log = new GeneratedLog();
    log.order('a', 5);
    await sealerOf(log).seal();
    log.order('b', 5);
    await sealerOf(log).seal();
    log.order('c', 1);
    await sealerOf(log, 61).seal();
    expect(sealsIn(log).map(({ events }) => events)).toEqual([4, 4, 4, 4, 1]);
    expect(sealsIn(log).map(({ hash }) => hash)).toEqual(hashesOf(log));
    expect(
      sealsIn(log)
        .map(({ after }) => after)
        .slice(1),
    ).toEqual(
      sealsIn(log)
        .map(({ position }) => position)
        .slice(0, -1),
    );
  });

  test('sets no seal beside another worker’s, and goes on behind it', async () => {
    const log = new GeneratedLog();
    const [one, other] = [sealerOf(log), sealerOf(log)];
    await Promise.all([one.seal(), other.seal()]);
    log.order('a', 3);
    await one.seal();
    await expect(other.seal()).rejects.toThrow('Another worker');
    log.order('b', 3);
    await other.seal();
    expect(sealsIn(log).map(({ hash }) => hash)).toEqual(hashesOf(log));
  });

  test('sets no seal upon something that is none', async () => {
    const log = new GeneratedLog();
    log.order('a', 0);
    const [strange] = log.events;
    log.events.push({ ...strange!, streamId: sealStream, position: { commit: 200n } });
    await expect(sealerOf(log).seal()).rejects.toThrow('cannot be read as a seal');
  });
});
