import { finding, type Finding } from './finding.js';
import type { Histories, History } from './histories.js';
import { nextLink } from './logged-event.js';
import type { LogReader } from './read-log.js';

/** Checks that each order's stream ends with the same event as `$all` has for that order. */
export const checkStreamEnds = async (
  reader: LogReader,
  histories: ReadonlyMap<string, History>,
): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const [orderId, { revision, lastId }] of histories) {
    const last = await reader.last(orderId);
    if (last?.revision !== revision || last.id !== lastId) {
      findings.push(finding('streams and the whole log agree', orderId, revision, lastId, last));
    }
  }
  return findings;
};

/**
 * Reads every stream again, and checks that no event was changed or lost since it was first read.
 */
export const checkWholeStreams = async (
  reader: LogReader,
  { orders }: Histories,
): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const [orderId, seen] of orders) {
    let chain = '';
    let revision = -1;
    for await (const event of reader.stream(orderId)) {
      chain = nextLink(chain, event);
      revision += 1;
    }
    if (chain !== seen.chain || revision !== seen.revision) {
      findings.push(finding('the log does not change', orderId, seen.revision, 'is', revision));
    }
  }
  return findings;
};
