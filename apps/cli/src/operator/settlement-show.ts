import { formatMinor, isUuid } from '#ledger';
import {
  parseSettlementCursor,
  payoutDay,
  SettlementQueries,
  type SettlementView,
} from '#read-models';
import { loadSettings, printable } from '#runtime';
import { exitCode, type ExitCode, WrongUsage } from '../exit-code.js';
import { printFault, printJson, printLines } from './print.js';
import { assertStoreThere, withDatabase } from './with-database.js';

const settlementsPerRead = 500;

/**
 * Runs `ledger settlement show`. Unlike the API, the command also shows settlements of a removed
 * store. The API cannot, because nobody gets a token for a removed store.
 */
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

/**
 * Runs `ledger settlement list`: prints the settlements of a store, the newest first. To save
 * memory, only some of them are read at a time.
 *
 * @throws NotThere if the store does not exist and no settlement of it is left from earlier
 */
export const settlementList = async (store: string, json: boolean): Promise<ExitCode> =>
  withDatabase(loadSettings(), async (pool) => {
    const queries = new SettlementQueries(pool);
    let cursor: string | null = null;
    let found = 0;
    do {
      const after: ReturnType<typeof parseSettlementCursor> =
        cursor === null ? undefined : parseSettlementCursor(cursor);
      const window = { limit: settlementsPerRead, ...(after && { after }) };
      const page = await queries.list({ stores: [store] }, window);
      for (const settlement of page.settlements) {
        if (json) printSettlement(settlement, true);
        else printLines([settlementLine(settlement)]);
      }
      found += page.settlements.length;
      cursor = page.nextCursor;
    } while (cursor !== null);
    if (found === 0) {
      await assertStoreThere(pool, store);
      if (!json) printLines([`Store ${store} has no settlement yet.`]);
    }
    return exitCode.done;
  });

/** Returns the line that describes a settlement in a list, with its total and its payout. */
export const settlementLine = (settlement: SettlementView): string => {
  const { settlementId, number, currency, startDate, endDate, totals } = settlement;
  const total = totals === undefined ? 'not stated' : formatMinor(totals.total, currency);
  return [
    settlementId,
    String(number).padStart(6),
    `${startDate} to ${endDate}`,
    `${total.padStart(16)} ${currency}`,
    ...payoutTexts(settlement),
  ].join('  ');
};

const payoutTexts = (settlement: SettlementView): string[] => {
  const { totals, paidOutAt, payoutReference = '', payoutReversedAt } = settlement;
  const standing =
    paidOutAt !== undefined
      ? [`paid out ${payoutDay(settlement) ?? ''} as ${printable(payoutReference)}`]
      : totals !== undefined && totals.total < 0
        ? ['carried over into the next settlement']
        : [];
  return payoutReversedAt === undefined ? standing : [...standing, reversalText(settlement)];
};

const reversalText = (settlement: SettlementView): string => {
  const { payoutReversedAt = '', payoutReversalReason = '', reversedPaidOn } = settlement;
  const { reversedPayoutReference = '' } = settlement;
  const payout = `payout${reversedPaidOn === undefined ? '' : ` of ${reversedPaidOn}`}`;
  const reason = printable(payoutReversalReason);
  return `${payout} as ${printable(reversedPayoutReference)} taken back ${payoutReversedAt}: ${reason}`;
};

/** Prints a settlement as text, or as one line of JSON with amounts in minor units. */
export const printSettlement = (settlement: SettlementView, json: boolean): void => {
  if (json) {
    const { totals, ...rest } = settlement;
    printJson({ ...rest, ...totals });
    return;
  }
  const { storeId, currency, totals, periodStart, periodEnd, problem } = settlement;
  const money = (amount: number): string => `${formatMinor(amount, currency)} ${currency}`;
  printLines([
    `Settlement  ${settlement.settlementId}`,
    `Number      ${settlement.number} of ${storeId} in ${currency}`,
    `Period      ${periodStart} to ${periodEnd}`,
    ...(totals === undefined
      ? [
          `Statement   ${problem === undefined ? 'not yet: is a worker running?' : printable(problem)}`,
        ]
      : [
          `Lines       ${totals.lines}`,
          `Ingoing     ${money(totals.ingoingBalance)}`,
          `Captured    ${money(totals.captured)}`,
          `Refunded    ${money(0 - totals.refunded)}`,
          `Fees        ${money(0 - totals.fees)}`,
          `Total       ${money(totals.total)}`,
          `SHA-256     ${totals.linesSha256}`,
          ...correctionLines(settlement, money),
        ]),
    ...(settlement.paidOutAt === undefined
      ? []
      : [
          `Paid out    ${payoutDay(settlement) ?? ''}  ${settlement.payoutReference ?? ''}`,
          `Recorded    ${settlement.paidOutAt}`,
        ]),
    ...(settlement.payoutReversedAt === undefined
      ? []
      : [
          `Taken back  the payout ${[settlement.reversedPaidOn, settlement.reversedPayoutReference].filter((text) => text !== undefined).join('  ')}, ` +
            `${settlement.payoutReversedAt}: ${settlement.payoutReversalReason ?? ''}`,
        ]),
  ]);
};

const correctionLines = (
  { correction }: SettlementView,
  money: (amount: number) => string,
): string[] => {
  if (correction === undefined) return [];
  const { stated, reason, correctedBy, correctedAt } = correction;
  return [
    `Corrected   ${correctedAt} by ${correctedBy}: ${printable(reason)}`,
    `Had stated  captured ${money(stated.captured)}, refunded ${money(0 - stated.refunded)}, total ${money(stated.total)}`,
  ];
};

/**
 * A settlement on the command line, given by its id or its number. With a number, `store` is
 * needed.
 */
export interface NamedSettlement {
  readonly name: string;
  readonly store?: string | undefined;
  /**
   * The currency, which is needed if the store has settlements with this number in several
   * currencies.
   */
  readonly currency?: string | undefined;
}

const isNumber = (text: string): boolean => /^[1-9]\d{0,8}$/.test(text);

/**
 * Finds the settlement, or returns `undefined` if it does not exist.
 *
 * @throws WrongUsage if the name is neither an id nor a number with a store, or if several
 * settlements have the number
 */
export const settlementNamed = async (
  { name, store, currency }: NamedSettlement,
  queries: Pick<SettlementQueries, 'find' | 'numbered'>,
): Promise<SettlementView | undefined> => {
  if (isUuid(name)) return queries.find(name.toLowerCase());
  if (!isNumber(name) || store === undefined) {
    throw new WrongUsage(
      `"${name}" is neither a settlement id (a UUID) nor a settlement number with its --store`,
    );
  }
  const found = (await queries.numbered(store, Number(name))).filter(
    (settlement) => currency === undefined || settlement.currency === currency,
  );
  if (found.length > 1) {
    const currencies = found.map((settlement) => settlement.currency).join(', ');
    throw new WrongUsage(
      `${store} has a settlement ${name} in ${currencies}; name one with --currency`,
    );
  }
  return found[0];
};
