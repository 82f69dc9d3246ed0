import type { CustomerOfOrder, LineQueries, LineRange, LoggedLine } from '#read-models';

/** A line of a settlement together with the data of its customer. */
export type StatementLine = LoggedLine & LineCustomer;

const linesPerRead = 1_000;

/** Thrown if the number of lines in the read model differs from the number in the statement. */
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

/** One page of the lines in a range of the log, with their customers. */
export const statementLines = async (
  queries: LineQueries,
  range: LineRange,
  { limit, offset = 0 }: { readonly limit: number; readonly offset?: number },
): Promise<StatementLine[]> => withCustomers(queries, await queries.list(range, limit, offset));

/**
 * All lines in a range of the log, with their customers. The lines are read in pages to save
 * memory. A rebuild could empty the read model between two pages, and a shortened file would look
 * complete. So the lines are counted and compared with `expected`, the number of lines in the
 * statement.
 *
 * @throws LinesMissing at the end, if the numbers differ
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

/** The data of the customer. The fields are empty if the data is unknown or was erased. */
export type LineCustomer = CustomerOfOrder;

const unknown: LineCustomer = {
  customerNumber: null,
  firstName: null,
  lastName: null,
  company: null,
  isCompany: false,
};

/**
 * The customers of these orders, in the same sequence. A settlement's lines and their hash contain
 * no personal data, because a customer may be erased later. Customers are added to the lines only
 * here, when an answer or a file is written.
 */
export const lineCustomers = async (
  queries: Pick<LineQueries, 'customers'>,
  lines: readonly { readonly orderId: string }[],
): Promise<readonly LineCustomer[]> => {
  const known = await queries.customers(lines.map(({ orderId }) => orderId));
  return lines.map(({ orderId }) => known.get(orderId) ?? unknown);
};
