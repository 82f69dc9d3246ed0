import { type Coverage, decodeCoverage, noCoverage } from './coverage.js';
import type { Databases } from './databases.js';

/** The key of the coverage among the state of an index. */
export const COVERAGE = 'coverage';

/** How far an index says that it covers a log: nothing as `coverage` if it has another format. */
export const coverageIn = (
  { state }: Databases,
  logId: Buffer,
): { readonly isOfLog: boolean; readonly coverage: Coverage | undefined } => {
  const bytes = state.get(COVERAGE);
  if (bytes === undefined) return { isOfLog: true, coverage: noCoverage };
  const { log, coverage } = decodeCoverage(bytes);
  return { isOfLog: log === logId.toString('hex'), coverage };
};

/** Every event has a place, so their number shows at no cost that one was taken out. */
export const isWhole = ({ places }: Databases, { events }: Coverage): boolean =>
  (places.getStats() as { entryCount: number }).entryCount === events;
