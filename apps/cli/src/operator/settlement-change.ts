import { randomUUID } from 'node:crypto';
import { connectEventStore, SettlementRepository, LoggedStatements } from '#event-log';
import type { SettlementExecuted } from '#event-log';
import { correctSettlement, isDay, payoutReference, payOutSettlement } from '#ledger';
import { reversePayout, settlementActionIdOf } from '#ledger';
import type { Instant, SettlementAccount, SettlementAction } from '#ledger';
import type { SettlementDecision, StatementByLog } from '#ledger';
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
import { settlementNamed } from './settlement-id.js';
import type { NamedSettlement } from './settlement-id.js';
import { untilShown } from './until-shown.js';
import { withDatabase } from './with-database.js';

export interface PaidOutOptions {
  readonly reference: string;
  /** The bank's date. */
  readonly date?: string;
  readonly json?: boolean;
}

export interface ReversePayoutOptions {
  readonly reason: string;
  readonly json?: boolean;
}

export interface CorrectOptions {
  readonly reason: string;
  readonly json?: boolean;
}

interface DecidedOn {
  readonly at: Instant;
  readonly byLog: StatementByLog;
}

interface SettlementCommand {
  readonly endpoint: string;
  readonly action: SettlementAction;
  /** Whether it is decided by what the settlement comes to by the log, for which the log is read. */
  readonly needsLog?: boolean;
  readonly decide: (account: SettlementAccount | undefined, on: DecidedOn) => SettlementDecision;
  readonly isShown: (settlement: SettlementView) => boolean;
}

/** An operator waits as long as the log takes to be read. */
const waitMsMax = 86_400_000;

const execute = async (
  { settlementId, storeId, currency }: SettlementView,
  { endpoint, action, decide, needsLog = false }: SettlementCommand,
): Promise<SettlementExecuted> => {
  const eventStore = connectEventStore(eventStoreUrlOf(loadSettings()));
  const at = new Date().toISOString();
  const stream = { storeId, currency };
  try {
    const byLog = needsLog
      ? await new LoggedStatements(eventStore, { waitMs: waitMsMax }).of(stream, settlementId)
      : { untold: 'it was not read' };
    return await new SettlementRepository(eventStore).execute({
      stream,
      actionId: settlementActionIdOf(stream, action, randomUUID()),
      origin: operatorOrigin(endpoint, at),
      decide: (account) => decide(account, { at, byLog }),
    });
  } finally {
    await eventStore.dispose();
  }
};

/** Writes what a command decides, waits until it is shown, and prints the settlement. */
const change = async (
  named: NamedSettlement,
  commandFor: (settlementId: string) => SettlementCommand,
  json: boolean,
): Promise<ExitCode> => {
  return withDatabase(loadSettings(), async (pool) => {
    const queries = new SettlementQueries(pool);
    const settlement = await settlementNamed(named, queries);
    if (settlement === undefined) {
      printFault(`There is no settlement ${named.name}.`);
      return exitCode.fault;
    }
    const command = commandFor(settlement.settlementId);
    const executed = await execute(settlement, command);
    if (executed.kind !== 'accepted') {
      printFault(
        executed.kind === 'rejected' ? executed.detail : 'It changed meanwhile; try again.',
      );
      return exitCode.fault;
    }
    const shown = await untilShown(async () => {
      const found = await queries.find(settlement.settlementId);
      return found !== undefined && command.isShown(found) ? found : undefined;
    });
    printSettlement(shown ?? settlement, json);
    return exitCode.done;
  });
};

/** `ledger settlement paid-out`. */
export const settlementPaidOut = async (
  named: NamedSettlement,
  { reference, date, json = false }: PaidOutOptions,
): Promise<ExitCode> => {
  if (!payoutReference.test(reference.trim()))
    throw new WrongUsage('--reference: 1 to 128 visible characters, in one line');
  if (date !== undefined && !isDay(date))
    throw new WrongUsage(`--date: "${date}" is no day, such as 2026-03-31`);
  const payment = {
    reference: reference.trim(),
    ...(date !== undefined && { paidOn: date }),
  };
  return change(
    named,
    (settlementId) => ({
      endpoint: 'ledger settlement paid-out',
      action: 'pay-out-settlement',
      needsLog: true,
      decide: (account, on) => payOutSettlement(account, { settlementId, ...on, ...payment }),
      isShown: ({ paidOutAt }) => paidOutAt !== undefined,
    }),
    json,
  );
};

/** `ledger settlement reverse-payout`. */
export const settlementReversePayout = async (
  named: NamedSettlement,
  { reason, json = false }: ReversePayoutOptions,
): Promise<ExitCode> => {
  if (!payoutReference.test(reason.trim()))
    throw new WrongUsage('--reason: 1 to 128 visible characters, in one line');
  return change(
    named,
    (settlementId) => ({
      endpoint: 'ledger settlement reverse-payout',
      action: 'reverse-settlement-payout',
      decide: (account, { at }) =>
        reversePayout(account, { settlementId, at, reason: reason.trim() }),
      isShown: ({ paidOutAt }) => paidOutAt === undefined,
    }),
    json,
  );
};

/** `ledger settlement correct`: states the log's figures in place of a statement that has others. */
export const settlementCorrect = async (
  named: NamedSettlement,
  { reason, json = false }: CorrectOptions,
): Promise<ExitCode> => {
  if (!payoutReference.test(reason.trim()))
    throw new WrongUsage('--reason: 1 to 128 visible characters, in one line');
  const correction = { reason: reason.trim(), by: 'operator' };
  const startedAt = new Date().toISOString();
  return change(
    named,
    (settlementId) => ({
      endpoint: 'ledger settlement correct',
      action: 'correct-settlement',
      needsLog: true,
      decide: (account, on) => correctSettlement(account, { settlementId, ...correction, ...on }),
      isShown: (found) => (found.correction?.correctedAt ?? '') >= startedAt,
    }),
    json,
  );
};
