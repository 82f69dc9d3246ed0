import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { usePostgres } from '../../../../test/support/postgres.js';
import { readModelMigrations } from '../index.js';
import { aHistory } from '../testing/a-history.js';
import { emptyReadModels } from '../testing/empty-read-models.js';
import { expectFolds, useProjection } from '../testing/use-projection.js';

const postgres = usePostgres(readModelMigrations);
const projector = useProjection(postgres);

/**
 * The manner in which the log is applied: the sizes of the pages, the pages before which another
 * projection takes over (`changes`), and the number of events that a page repeats from the page
 * before (`overlap`). At its end, each list begins again.
 */
const aReading = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 6 }),
  changes: fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
  overlap: fc.integer({ min: 0, max: 4 }),
});

describe('the read model', () => {
  test('equals the fold of any history, however it is cut into pages, repeated and taken over', async () => {
    const projections = [(await projector()).projection, (await projector()).projection] as const;
    await fc.assert(
      fc.asyncProperty(aHistory, aReading, async (log, { sizes, changes, overlap }) => {
        await emptyReadModels(postgres.pool);
        let [active, standby] = projections;
        let from = 0;
        for (let turn = 0; from < log.events.length; turn += 1) {
          if (changes[turn % changes.length]) [active, standby] = [standby, active];
          const to = from + sizes[turn % sizes.length]!;
          await active.apply(log.page(Math.max(0, from - overlap), to));
          from = to;
        }
        await expectFolds(postgres, log);
      }),
      { numRuns: 40 },
    );
  });
});
