import { isUuid } from '#ledger';
import type { SettlementQueries, SettlementView } from '#read-models';
import { WrongUsage } from '../wrong-usage.js';

/** A settlement as the command line names it: by its id, or by its number within a store and a currency. */
export interface NamedSettlement {
  readonly name: string;
  readonly store?: string | undefined;
  /** Needed where the store has a settlement of that number in several currencies. */
  readonly currency?: string | undefined;
}

const isNumber = (text: string): boolean => /^[1-9]\d{0,8}$/.test(text);

/**
 * The settlement, if there is one of that id or number.
 *
 * @throws WrongUsage if the name is neither, or may mean several
 */
export const settlementNamed = async (
  { name, store, currency }: NamedSettlement,
  queries: Pick<SettlementQueries, 'find' | 'numbered'>,
): Promise<SettlementView | undefined> => {
  if (isUuid(name)) return queries.find(name.toLowerCase());
  if (!isNumber(name) || store === undefined) {
    throw new WrongUsage(
      `"${name}" is no settlement id (a UUID), and no number of a settlement with its --store`,
    );
  }
  const found = (await queries.numbered(store, Number(name))).filter(
    (settlement) => currency === undefined || settlement.currency === currency,
  );
  if (found.length > 1) {
    const currencies = found.map((settlement) => settlement.currency).join(', ');
    throw new WrongUsage(`${store} has a settlement ${name} in ${currencies}; say --currency`);
  }
  return found[0];
};
