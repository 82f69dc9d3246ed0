import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { settlementStreamIn } from '#event-log/offline';
import { SettlementAudit } from '#ledger';
import type { SettlementEvent, StatementDifference } from '#ledger';
import { Findings } from '../findings/findings.js';
import type { FindingsSummary } from '../findings/findings.js';
import { isBefore } from '../lines/position-order.js';
import { textOf } from '../lines/text-of.js';
import { entriesFile, EntryReader } from './statement-entries.js';
import type { EntriesPlace, StatementEntry } from './statement-entries.js';

/** Recomputes all statements from what was collected, in the order of the log (I7 of domain.md). */
export const checkStatements = (place: EntriesPlace): FindingsSummary => {
  const findings = new Findings();
  // One for each stream, so that an event in the wrong one finds no lines of another store.
  const audits = new Map<string, SettlementAudit>();
  for (let index = 0; index < place.files; index += 1) {
    for (const entry of entriesIn(join(place.directory, entriesFile(index)))) {
      const { stream, revision, position } = entry;
      let audit = audits.get(stream);
      if (audit === undefined) audits.set(stream, (audit = new SettlementAudit()));
      const detail = whyNot(audit, entry);
      if (detail === undefined) continue;
      findings.add({ kind: 'settlement', stream, revision, position: BigInt(position), detail });
    }
  }
  return findings.summary();
};

const whyNot = (audit: SettlementAudit, entry: StatementEntry): string | undefined => {
  if (entry.kind === 'line') {
    audit.line(settlementStreamIn(entry.stream), entry.body);
    return undefined;
  }
  try {
    const difference = audit.settlement(JSON.parse(entry.body) as SettlementEvent);
    return difference && sentenceOf(difference);
  } catch {
    return 'it cannot be read as an event of a settlement';
  }
};

const sentenceOf = ({ settlementId, found, expected }: StatementDifference): string => {
  if (expected === undefined)
    return `settlement ${settlementId} was not closed before, or twice stated`;
  const names = Object.keys(expected) as (keyof typeof expected)[];
  const differing = names
    .map((name) => [name, JSON.stringify(found[name]), JSON.stringify(expected[name])] as const)
    .filter(([, is, due]) => is !== due)
    .map(([name, is, due]) => `${name} is ${is}, its lines come to ${due}`);
  return `the statement of settlement ${settlementId} does not hold: ${differing.join('; ')}`;
};

/** The entries of a file in the order of the log. Only their places are kept while they are put in order. */
function* entriesIn(path: string): Generator<StatementEntry, void> {
  if (!existsSync(path)) return;
  const buffer = readFileSync(path);
  rmSync(path);
  const places: { position: string; start: number; end: number }[] = [];
  for (let start = 0; start < buffer.length;) {
    const end = buffer.indexOf(lineFeed, start);
    const position = buffer.toString('latin1', start, buffer.indexOf(tab, start));
    places.push({ position, start, end });
    start = end + 1;
  }
  places.sort((one, other) => (isBefore(one.position, other.position) ? -1 : 1));
  const reader = new EntryReader();
  for (const { start, end } of places) yield reader.read(textOf(buffer, start, end));
}

const [tab, lineFeed] = [9, 10];
