import type { Plain } from '../../../http/plain.js';
import { historyCsvHeader, historyCsvLine } from './history-csv.js';
import type { HistoryEntry } from './history-entry.js';

type Entries = AsyncIterable<Plain<HistoryEntry>>;

/** How entries are written one by one. */
export interface HistoryLines {
  readonly header: string;
  readonly line: (entry: Plain<HistoryEntry>) => string;
}

export const historyLines: Readonly<Record<'ndjson' | 'csv', HistoryLines>> = {
  ndjson: { header: '', line: (entry) => `${JSON.stringify(entry)}\n` },
  csv: { header: historyCsvHeader, line: historyCsvLine },
};

/**
 * The entries as lines, each as it is read. Resolves once the first is there, so that a refusal is still an answer of
 * its own.
 *
 * @throws RefusedRequest as the entries do before the first
 */
export const writtenLines = async (
  entries: Entries,
  { header, line }: HistoryLines,
): Promise<AsyncGenerator<string, void>> => {
  const source = entries[Symbol.asyncIterator]();
  const first = await source.next();
  return lines();

  async function* lines(): AsyncGenerator<string, void> {
    if (header !== '') yield header;
    try {
      for (let next = first; next.done !== true; next = await source.next()) yield line(next.value);
    } finally {
      await source.return?.();
    }
  }
};
