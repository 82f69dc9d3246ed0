import { randomUUID } from 'node:crypto';
import { connectEventStore, SettlementRepository } from '#event-log';
import type { SettlementExecuted } from '#event-log';
import { isUuid, payoutReference, payOutSettlement, settlementActionIdOf } from '#ledger';
import { SettlementQueries } from '#read-models';
import type { SettlementView } from '#read-models';
import { loadSettings } from '#runtime';
import { eventStoreUrlOf } from '../connections.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { WrongUsage } from '../wrong-usage.js';
import { operatorOrigin } from './operator-origin.js';
import { printSettlement } from './print-settlement.js';
import { printFault } from './print.js';
import { untilShown } from './until-shown.js';
import { withDatabase } from './with-database.js';

export interface PaidOutOptions {
  readonly reference: string;
  readonly json?: boolean;
}

const payOut = async (
  { settlementId, storeId, currency }: SettlementView,
  reference: string,
): Promise<SettlementExecuted> => {
  const eventStore = connectEventStore(eventStoreUrlOf(loadSettings()));
  const at = new Date().toISOString();
  const stream = { storeId, currency };
  try {
    return await new SettlementRepository(eventStore).execute({
      stream,
      actionId: settlementActionIdOf(stream, 'pay-out-settlement', randomUUID()),
      origin: operatorOrigin('ledger settlement paid-out', at),
      decide: (account) => payOutSettlement(account, { settlementId, at, reference }),
    });
  } finally {
    await eventStore.dispose();
  }
};

/** `ledger settlement paid-out`. */
export const settlementPaidOut = async (
  id: string,
  { reference, json = false }: PaidOutOptions,
): Promise<ExitCode> => {
  if (!isUuid(id)) throw new WrongUsage(`"${id}" is no settlement id (a UUID)`);
  if (!payoutReference.test(reference.trim()))
    throw new WrongUsage('--reference: 1 to 128 visible characters, in one line');
  return withDatabase(loadSettings(), async (pool) => {
    const queries = new SettlementQueries(pool);
    const settlement = await queries.find(id.toLowerCase());
    if (settlement === undefined) {
      printFault(`There is no settlement ${id}.`);
      return exitCode.fault;
    }
    const executed = await payOut(settlement, reference.trim());
    if (executed.kind !== 'accepted') {
      printFault(
        executed.kind === 'rejected' ? executed.detail : 'It changed meanwhile; try again.',
      );
      return exitCode.fault;
    }
    const shown = await untilShown(async () => {
      const found = await queries.find(settlement.settlementId);
      return found?.paidOutAt === undefined ? undefined : found;
    });
    printSettlement(shown ?? settlement, json);
    return exitCode.done;
  });
};
