import type { CustomerOfOrder, LineQueries, LineRange, LoggedLine } from '#read-models';

/** A line of a settlement as finance reads it. */
export type StatementLine = LoggedLine & LineCustomer;

const linesPerRead = 1_000;

/** The read model has fewer or more lines than the statement says. */
export class LinesMissing extends Error {
  override readonly name = 'LinesMissing';

  constructor(expected: number, read: number) {
    super(`The statement has ${expected} lines, the read model shows ${read}`);
  }
}

const withCustomers = async (
  queries: LineQueries,
  lines: readonly LoggedLine[],
): Promise<StatementLine[]> => {
  const customers = await lineCustomers(queries, lines);
  return lines.map((line, index) => {
    const customer = customers[index];
    if (customer === undefined) throw new Error('A line has no customer, not even an unknown one');
    return { ...line, ...customer };
  });
};

/** The first lines of a range with their customers. */
export const statementLines = async (
  queries: LineQueries,
  range: LineRange,
  { limit, offset = 0 }: { readonly limit: number; readonly offset?: number },
): Promise<StatementLine[]> => withCustomers(queries, await queries.list(range, limit, offset));

/**
 * All lines of a range with their customers. Only some of the lines are in memory at a time.
 * `expected` is the number of lines in the statement: a rebuild may empty the read model between
 * two pages, and a file that ends too early must not look complete.
 *
 * @throws LinesMissing at the end, if the number of lines differs
 */
export async function* allStatementLines(
  queries: LineQueries,
  range: LineRange,
  expected?: number,
): AsyncGenerator<StatementLine, void> {
  let { after } = range;
  let read = 0;
  for (;;) {
    const lines = await statementLines(queries, { ...range, after }, { limit: linesPerRead });
    yield* lines;
    read += lines.length;
    const last = lines.at(-1);
    if (last === undefined || lines.length < linesPerRead) break;
    after = last.position;
  }
  if (expected !== undefined && read !== expected) throw new LinesMissing(expected, read);
}

/** The buyer's data, if they are known and were not erased. */
export type LineCustomer = CustomerOfOrder;

const unknown: LineCustomer = {
  customerNumber: null,
  firstName: null,
  lastName: null,
  company: null,
  isCompany: false,
};

/**
 * The customers of these orders, in their order. The lines of a settlement and their hash contain
 * no personal data, so that the data can be erased. Lines and customers are joined only here.
 */
export const lineCustomers = async (
  queries: Pick<LineQueries, 'customers'>,
  lines: readonly { readonly orderId: string }[],
): Promise<readonly LineCustomer[]> => {
  const known = await queries.customers(lines.map(({ orderId }) => orderId));
  return lines.map(({ orderId }) => known.get(orderId) ?? unknown);
};
