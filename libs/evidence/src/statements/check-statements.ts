import { existsSync, readFileSync, rmSync } from 'node:fs';
import { settlementStreamIn } from '#event-log/offline';
import { SettlementAudit } from '#ledger';
import type { SettlementEvent, StatementDifference } from '#ledger';
import { type Finding, Findings, type FindingsSummary } from '../findings/findings.js';
import { sharedFile } from '../lines/shared-files.js';
import { isBefore } from '../lines/event-line.js';
import { decodeText } from '../lines/line-splitter.js';
import { EntryReader, type EntriesPlace, type StatementEntry } from './statement-entries.js';

/**
 * An event that corrected a wrong statement (the sums of a settlement): it replaced the wrong
 * figures by the right ones.
 */
export interface Correction {
  readonly settlementId: string;
  readonly reason: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
}

export interface StatementResult {
  readonly findings: FindingsSummary;
  readonly correctionsCount: number;
  /** At most 100 of the corrections; `correctionsCount` counts all. */
  readonly corrections: readonly Correction[];
}

const correctionsKept = 100;

/**
 * Computes each statement of the log (the sums of a settlement) again from its captures and
 * refunds, and compares the figures (invariant I7 of domain.md).
 */
export const checkStatements = (place: EntriesPlace): StatementResult => {
  // There is one settlement stream for each store and currency. Each has its own audit, which knows
  // only the captures and refunds of this store and currency. So a statement that was moved to the
  // stream of another store is reported: its captures and refunds are missing in that audit.
  const audits = new Map<string, StreamAudit>();
  for (let index = 0; index < place.files; index += 1) {
    for (const entry of entriesIn(sharedFile(place.directory, index))) {
      let audit = audits.get(entry.stream);
      if (audit === undefined) audits.set(entry.stream, (audit = new StreamAudit()));
      audit.take(entry);
    }
  }
  const findings = new Findings();
  const corrections: Correction[] = [];
  let correctionsCount = 0;
  for (const audit of audits.values()) {
    for (const finding of audit.findings()) findings.add(finding);
    correctionsCount += audit.corrections.length;
    corrections.push(...audit.corrections.slice(0, correctionsKept - corrections.length));
  }
  return { findings: findings.summary(), correctionsCount, corrections };
};

/**
 * Checks the statements (sums) of the settlements in one stream. A wrong statement is a finding
 * unless a later event corrects it.
 */
class StreamAudit {
  readonly corrections: Correction[] = [];
  readonly #audit = new SettlementAudit();
  readonly #open = new Map<string, Finding[]>();

  take(entry: StatementEntry): void {
    if (entry.kind === 'line') {
      this.#audit.line(settlementStreamIn(entry.stream), entry.body);
      return;
    }
    const { stream, revision } = entry;
    const place = { stream, revision, position: BigInt(entry.position) };
    try {
      const said = this.#audit.settlement(JSON.parse(entry.body) as SettlementEvent);
      if (said?.kind === 'differs') this.#found(said.settlementId, place, sentenceOf(said));
      if (said?.kind !== 'corrected') return;
      const { settlementId, reason } = said;
      this.#open.delete(settlementId);
      this.corrections.push({ settlementId, reason, ...place });
    } catch {
      this.#found('', place, 'the event cannot be read as an event of a settlement');
    }
  }

  *findings(): Generator<Finding, void> {
    for (const findings of this.#open.values()) yield* findings;
  }

  #found(settlementId: string, place: Omit<Finding, 'kind' | 'detail'>, detail: string): void {
    const known = this.#open.get(settlementId) ?? [];
    this.#open.set(settlementId, [...known, { kind: 'settlement', ...place, detail }]);
  }
}

const sentenceOf = ({ settlementId, found, expected }: StatementDifference): string => {
  if (expected === undefined)
    return `settlement ${settlementId} was not closed before this statement, or already had one`;
  const names = Object.keys(expected) as (keyof typeof expected)[];
  const differing = names
    .map((name) => [name, JSON.stringify(found[name]), JSON.stringify(expected[name])] as const)
    .filter(([, is, due]) => is !== due)
    .map(([name, is, due]) => `${name} is ${is}, but its lines give ${due}`);
  return `the statement of settlement ${settlementId} does not hold: ${differing.join('; ')}`;
};

/**
 * Reads settlement events, captures and refunds from a file, in the order of the log. To save
 * memory, only their offsets in the file are sorted.
 */
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
  for (const { start, end } of places) yield reader.read(decodeText(buffer, start, end));
}

const [tab, lineFeed] = [9, 10];
