import { listErasures } from '#personal-data';
import type { Erasure } from '#personal-data';
import { loadSettings } from '#runtime';
import { printJsonPart, printLines } from './print.js';
import { withPersonalData } from './with-personal-data.js';

export const erasureLine = ({ keyId, storeId, erasedAt, erasedBy }: Erasure): string =>
  `${erasedAt}  ${storeId}  key ${keyId}  by ${erasedBy}`;

interface Listing {
  readonly storeId: string | undefined;
  readonly json: boolean;
}

/** Writes all erasures, newest first, as they are read; in JSON as one list, an erasure a line. */
export const printErasures = async ({ storeId, json }: Listing): Promise<void> =>
  withPersonalData(loadSettings(), async (pool) => {
    let written = 0;
    for await (const erasure of listErasures(pool, storeId)) {
      const line = json ? JSON.stringify(erasure) : erasureLine(erasure);
      if (json) printJsonPart(`${written === 0 ? '[' : ',\n'}${line}`);
      else printLines([line]);
      written += 1;
    }
    if (json) printLines([written === 0 ? '[]' : ']']);
  });
