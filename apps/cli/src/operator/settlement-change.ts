import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  connectEventStore,
  type SettlementExecuted,
  SettlementRepository,
  LoggedStatements,
} from '#event-log';
import {
  correctSettlement,
  type Instant,
  isDay,
  payoutReference,
  payOutSettlement,
  reversePayout,
  type SettlementAccount,
  type SettlementAction,
  settlementActionIdOf,
  type SettlementDecision,
  type StatementByLog,
} from '#ledger';
import { SettlementQueries, type SettlementView } from '#read-models';
import { loadSettings } from '#runtime';
import { eventStoreUrlOf } from '../connections.js';
import { exitCode, type ExitCode, WrongUsage } from '../exit-code.js';
import { printFault } from './print.js';
import { type NamedSettlement, printSettlement, settlementNamed } from './settlement-show.js';
import { operatorOrigin, withDatabase } from './with-database.js';

export interface PaidOutOptions {
  readonly reference: string;
  /** The day of the payment according to the bank, such as `2026-03-31`. */
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

interface DecisionBasis {
  readonly at: Instant;
  readonly byLog: StatementByLog;
}

interface SettlementCommand {
  readonly endpoint: string;
  readonly action: SettlementAction;
  /**
   * True if the decision needs the settlement's totals computed from the log. The whole log is read
   * for this.
   */
  readonly needsLog?: boolean;
  readonly decide: (
    account: SettlementAccount | undefined,
    on: DecisionBasis,
  ) => SettlementDecision;
  readonly isShown: (settlement: SettlementView) => boolean;
}

/**
 * The longest time for reading the whole log: one day in milliseconds. An operator waits as long as
 * the reading takes.
 */
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
      : { untold: 'the settlement was not read' };
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

/**
 * Writes a change of a settlement to the log if the rules allow it. Then waits until the read
 * models contain the change, and prints the settlement.
 */
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
        executed.kind === 'rejected'
          ? executed.detail
          : 'The settlement was changed at the same time; try again.',
      );
      return exitCode.fault;
    }
    const shown = await untilShown(async () => {
      const found = await queries.find(settlement.settlementId);
      return found !== undefined && command.isShown(found) ? found : undefined;
    });
    printChanged(shown, settlement, json);
    return exitCode.done;
  });
};

/**
 * Prints a settlement after a change. If the read models do not contain the change yet, the old
 * state is printed with a warning on standard error. Without the warning, somebody could pay a
 * second time.
 */
export const printChanged = (
  shown: SettlementView | undefined,
  before: SettlementView,
  json: boolean,
): void => {
  if (shown === undefined) {
    printFault(
      'The change is recorded in the log, but the read models do not show it yet: is a worker running?',
    );
  }
  printSettlement(shown ?? before, json);
};

/**
 * Returns the text of an option without spaces around it.
 *
 * @throws WrongUsage unless the text has 1 to 128 visible characters in one line
 */
const oneLine = (option: string, text: string): string => {
  const line = text.trim();
  if (payoutReference.test(line)) return line;
  throw new WrongUsage(`${option} must be 1 to 128 visible characters, in one line`);
};

/** Runs `ledger settlement paid-out`: records that a settlement was paid to the merchant. */
export const settlementPaidOut = async (
  named: NamedSettlement,
  { reference, date, json = false }: PaidOutOptions,
): Promise<ExitCode> => {
  const line = oneLine('--reference', reference);
  if (date !== undefined && !isDay(date))
    throw new WrongUsage(`--date: "${date}" is not a day, such as 2026-03-31`);
  const payment = { reference: line, ...(date !== undefined && { paidOn: date }) };
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

/**
 * Runs `ledger settlement reverse-payout`: takes back a recorded payout, because the money did not
 * arrive.
 */
export const settlementReversePayout = async (
  named: NamedSettlement,
  { reason, json = false }: ReversePayoutOptions,
): Promise<ExitCode> => {
  const line = oneLine('--reason', reason);
  return change(
    named,
    (settlementId) => ({
      endpoint: 'ledger settlement reverse-payout',
      action: 'reverse-settlement-payout',
      decide: (account, { at }) => reversePayout(account, { settlementId, at, reason: line }),
      isShown: ({ paidOutAt }) => paidOutAt === undefined,
    }),
    json,
  );
};

/**
 * Runs `ledger settlement correct`: replaces the figures of a wrong statement (the recorded sums of
 * a settlement) by those computed from the log.
 */
export const settlementCorrect = async (
  named: NamedSettlement,
  { reason, json = false }: CorrectOptions,
): Promise<ExitCode> => {
  const correction = { reason: oneLine('--reason', reason), by: 'operator' };
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

const everyMs = 100;
const shownWithinMs = 15_000;

/**
 * Calls `look` again and again until it returns a value, for at most 15 s. Returns `undefined` if
 * it never does.
 */
export const untilShown = async <Found>(
  look: () => Promise<Found | undefined>,
): Promise<Found | undefined> => {
  const until = performance.now() + shownWithinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() >= until) return found;
    await delay(everyMs);
  }
};
