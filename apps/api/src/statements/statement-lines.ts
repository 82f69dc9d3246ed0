import type { LineQueries, LineRange, LoggedLine } from '#read-models';
import { lineCustomers, type LineCustomer } from './line-customer.js';

/** A line of a settlement as finance reads it. */
export type StatementLine = LoggedLine & LineCustomer;

const linesPerRead = 1_000;

const withCustomers = async (
  queries: LineQueries,
  lines: readonly LoggedLine[],
): Promise<StatementLine[]> => {
  const customers = await lineCustomers(queries, lines);
  return lines.map((line, index) => ({
    ...line,
    customerNumber: customers[index]?.customerNumber ?? null,
    firstName: customers[index]?.firstName ?? null,
    lastName: customers[index]?.lastName ?? null,
  }));
};

/** The first lines of a range with their customers. */
export const statementLines = async (
  queries: LineQueries,
  range: LineRange,
  { limit, offset = 0 }: { readonly limit: number; readonly offset?: number },
): Promise<StatementLine[]> => withCustomers(queries, await queries.list(range, limit, offset));

/** All lines of a range with their customers, some in memory at a time. */
export async function* allStatementLines(
  queries: LineQueries,
  range: LineRange,
): AsyncGenerator<StatementLine, void> {
  let { after } = range;
  for (;;) {
    const lines = await statementLines(queries, { ...range, after }, { limit: linesPerRead });
    yield* lines;
    const last = lines.at(-1);
    if (last === undefined || lines.length < linesPerRead) return;
    after = last.position;
  }
}
