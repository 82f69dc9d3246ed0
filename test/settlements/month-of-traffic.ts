/**
 * A capture or refund that some settlement must contain (as a line). The test notes it when it
 * makes the capture or refund, so the expected result does not depend on code of the ledger.
 */
export interface RememberedLine {
  readonly storeId: string;
  readonly currency: string;
  /** The time of the capture or refund, in UTC. */
  readonly at: string;
  /** The amount in minor units; negative for a refund. */
  readonly amount: number;
  readonly rows: readonly { readonly rate: number; readonly gross: number }[];
}

export interface Expected {
  readonly storeId: string;
  readonly currency: string;
  readonly ingoingBalance: number;
  readonly captured: number;
  readonly refunded: number;
  readonly fees: 0;
  readonly total: number;
  readonly lines: number;
  readonly vat: readonly {
    readonly vatRate: number;
    readonly gross: number;
    readonly vat: number;
  }[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The instant in March 2026 at which clocks in the European Union went forward by an hour. */
const change = Date.parse('2026-03-29T01:00:00.000Z');

/**
 * The stores of the test. `hours` is how far local time is ahead of UTC, before and after the
 * change of clocks.
 */
export const stores = {
  'se-daily': { hours: [1, 2], timeZone: 'Europe/Stockholm', rule: 'daily' },
  'fi-weekly': { hours: [2, 3], timeZone: 'Europe/Helsinki', rule: 'weekly' },
  'se-monthly': { hours: [1, 2], timeZone: 'Europe/Stockholm', rule: 'monthly' },
} as const;

export type StoreName = keyof typeof stores;

const periodOf = (storeId: string, at: string): string => {
  const { hours, rule } = stores[storeId as StoreName];
  const time = Date.parse(at);
  const local = new Date(time + hours[time < change ? 0 : 1] * hourMs);
  const day = local.toISOString().slice(0, 10);
  if (rule === 'daily') return day;
  if (rule === 'monthly') return day.slice(0, 7);
  // Weeks are counted from Monday, 2 March 2026.
  const days = Math.floor((Date.parse(day) - Date.parse('2026-03-02')) / dayMs);
  return String(5_000 + Math.floor(days / 7));
};

/**
 * The VAT contained in a gross amount, rounded to minor units. An exact half is rounded away from
 * zero.
 */
const vatIn = (gross: number, rate: number): number => {
  const [amount, percent] = [BigInt(Math.abs(gross)), BigInt(rate)];
  const rounded = (2n * amount * percent + 100n + percent) / (2n * (100n + percent));
  return Math.sign(gross) * Number(rounded) + 0;
};

const groupBy = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

/** Calculates the settlements that must result from the noted captures and refunds. */
export const reckon = (remembered: readonly RememberedLine[]): Expected[] => {
  const accounts = groupBy(remembered, (line) => `${line.storeId} ${line.currency}`);
  return [...accounts.values()].flatMap((lines) => {
    const periods = groupBy(lines, ({ storeId, at }) => periodOf(storeId, at));
    let carried = 0;
    return [...periods.keys()].sort().map((period) => {
      const statement = sum(periods.get(period) ?? [], carried);
      carried = Math.min(0, statement.total);
      return statement;
    });
  });
};

const sum = (lines: readonly RememberedLine[], ingoingBalance: number): Expected => {
  const positive = lines.filter(({ amount }) => amount > 0);
  const captured = positive.reduce((total, { amount }) => total + amount, 0);
  const refunded = -lines.reduce((total, { amount }) => total + Math.min(0, amount), 0) + 0;
  const rates = [...new Set(lines.flatMap(({ rows }) => rows.map(({ rate }) => rate)))];
  return {
    storeId: lines[0]?.storeId ?? '',
    currency: lines[0]?.currency ?? '',
    ingoingBalance,
    captured,
    refunded,
    fees: 0,
    total: ingoingBalance + captured - refunded,
    lines: lines.length,
    vat: rates
      .sort((a, b) => a - b)
      .map((vatRate) => {
        const own = lines.flatMap(({ rows }) => rows.filter(({ rate }) => rate === vatRate));
        return {
          vatRate,
          gross: own.reduce((total, { gross }) => total + gross, 0),
          vat: own.reduce((total, { gross }) => total + vatIn(gross, vatRate), 0),
        };
      }),
  };
};
