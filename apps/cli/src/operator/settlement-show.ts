import { parseSettlementCursor, SettlementQueries } from '#read-models';
import { loadSettings } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { printSettlement } from './print-settlement.js';
import { printFault, printLines } from './print.js';
import { settlementLine } from './settlement-line.js';
import { settlementNamed } from './settlement-id.js';
import type { NamedSettlement } from './settlement-id.js';
import { withDatabase } from './with-database.js';

const settlementsPerRead = 500;

/** `ledger settlement show`: of a store that was removed as well, for which nobody has a token any more. */
export const settlementShow = async (named: NamedSettlement, json: boolean): Promise<ExitCode> => {
  const settlement = await withDatabase(loadSettings(), async (pool) =>
    settlementNamed(named, new SettlementQueries(pool)),
  );
  if (settlement === undefined) {
    printFault(`There is no settlement ${named.name}.`);
    return exitCode.fault;
  }
  printSettlement(settlement, json);
  return exitCode.done;
};

/** `ledger settlement list`: a store's settlements, the newest first, some in memory at a time. */
export const settlementList = async (store: string, json: boolean): Promise<ExitCode> =>
  withDatabase(loadSettings(), async (pool) => {
    const queries = new SettlementQueries(pool);
    let cursor: string | null = null;
    do {
      const after: ReturnType<typeof parseSettlementCursor> =
        cursor === null ? undefined : parseSettlementCursor(cursor);
      const window = { limit: settlementsPerRead, ...(after && { after }) };
      const page = await queries.list({ stores: [store] }, window);
      for (const settlement of page.settlements) {
        if (json) printSettlement(settlement, true);
        else printLines([settlementLine(settlement)]);
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
    return exitCode.done;
  });
