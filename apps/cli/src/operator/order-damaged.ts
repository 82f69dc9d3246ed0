import { damagedStreams } from '#read-models';
import type { DamagedStream } from '#read-models';
import { loadSettings } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

const pageLimit = 1_000;

const jsonOf = (damage: DamagedStream): object => ({
  ...damage,
  position: damage.position.toString(),
  revision: damage.revision.toString(),
});

const linesOf = (damage: DamagedStream): string[] => {
  const { streamId, orderNumber, storeId, currency } = damage;
  const owner = [
    ...(orderNumber === undefined ? [] : [`number ${orderNumber}`]),
    `store ${storeId ?? 'unknown'}`,
    ...(currency === undefined ? [] : [currency]),
  ];
  return [
    `${streamId}  (${owner.join(', ')})`,
    `  event ${damage.revision} (${damage.eventType}) at position ${damage.position}: ${damage.reason}`,
    `  set aside ${damage.noticedAt}`,
  ];
};

/** `ledger order damaged`: exit code 1 while there are any. */
export const orderDamaged = async (json: boolean): Promise<ExitCode> => {
  const settings = loadSettings();
  let found = 0;
  let after = -1n;
  for (;;) {
    const from = after;
    const page = await withDatabase(settings, async (pool) =>
      damagedStreams(pool, { limit: pageLimit, after: from }),
    );
    found += page.length;
    for (const damage of page) {
      if (json) printJson(jsonOf(damage));
      else printLines(linesOf(damage));
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageLimit) break;
    after = last.position;
  }
  if (!json && found === 0) printLines(['Nothing is damaged.']);
  return found === 0 ? exitCode.done : exitCode.fault;
};
