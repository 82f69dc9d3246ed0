import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../findings/findings.js';
import { isBefore } from '../lines/position-order.js';
import { entriesFile } from './statement-entries.js';
import type { EntriesPlace, StatementEntry } from './statement-entries.js';
import type { StatementRecomputation, StatementRules } from './statement-rules.js';

/** Recomputes all statements from what was collected, in the order of the log. */
export const checkStatements = (
  place: EntriesPlace,
  rules: StatementRules,
  findings: Findings,
): void => {
  const streams = new Map<string, StatementRecomputation>();
  for (let index = 0; index < place.files; index += 1) {
    for (const entry of entriesIn(join(place.directory, entriesFile(index)))) {
      const { stream, revision, position } = entry;
      const known = streams.get(stream) ?? rules.begin(stream);
      streams.set(stream, known);
      const detail = whyNot(known, entry);
      if (detail === undefined) continue;
      findings.add({ kind: 'settlement', stream, revision, position: BigInt(position), detail });
    }
  }
};

const whyNot = (known: StatementRecomputation, entry: StatementEntry): string | undefined => {
  if ('event' in entry) return known.event(entry.event);
  known.line(entry.line);
  return undefined;
};

const entriesIn = (path: string): StatementEntry[] => {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  rmSync(path);
  return lines
    .map((line) => JSON.parse(line) as StatementEntry)
    .sort((one, other) => (isBefore(one.position, other.position) ? -1 : 1));
};
