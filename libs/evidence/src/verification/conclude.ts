import { join } from 'node:path';
import { Findings } from '../findings/findings.js';
import type { FindingsSummary } from '../findings/findings.js';
import type { StatementResult } from '../statements/check-statements.js';
import type { EntriesPlace } from '../statements/statement-entries.js';
import type { ActionIdsPlace } from './action-ids.js';
import type { PartitionResult } from './check-part.js';
import type { SealResult, ScannedLog } from './scanned-log.js';
import type { Verification } from './verification.js';

/** Of the log, for each file of entries: its lines are then in memory at once. */
const logBytesPerFile = 16 * 1_024 * 1_024;

/** Where what is only seen with all streams together waits for that. */
export interface CrossStreamFiles {
  readonly entries: EntriesPlace;
  readonly actionIds: ActionIdsPlace;
}

export const crossStreamFilesOf = (
  { parts, position }: ScannedLog,
  workDirectory: string,
): CrossStreamFiles => {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const files = Math.min(4_096, 1 + Math.floor(bytes / logBytesPerFile));
  const end = String(position < 0n ? 0n : position);
  return {
    entries: { directory: join(workDirectory, 'statements'), end, files },
    actionIds: { directory: join(workDirectory, 'action-ids'), files },
  };
};

export interface StageResults {
  readonly scanned: ScannedLog;
  readonly seals: SealResult;
  readonly parts: readonly PartitionResult[];
  readonly statements: StatementResult;
  readonly actionIds: FindingsSummary;
  readonly sealHash: string | undefined;
  /** What could not be verified at all. */
  readonly failed: FindingsSummary;
}

/** Puts together what the log as a whole, its parts and its statements came to. */
export const conclude = (checked: StageResults): Verification => {
  const { scanned, parts, sealHash, statements } = checked;
  const { findings: sealFindings, ...seals } = checked.seals;
  const findings = new Findings();
  findings.addAll(scanned.findings);
  findings.addAll(sealFindings);
  findings.addAll(checked.failed);
  const sum = { streams: 0, orders: 0 };
  for (const part of parts) {
    findings.addAll(part.findings);
    sum.streams += part.streams;
    sum.orders += part.orders;
  }
  findings.addAll(checked.actionIds);
  const { findings: statementFindings, ...corrected } = statements;
  findings.addAll(statementFindings);
  if (sealHash !== undefined && seals.keptSeal === undefined) {
    const detail = `no seal of the log has the hash ${sealHash}`;
    findings.add({ kind: 'seal', stream: 'ledger-seal', detail });
  }
  const { events, position } = scanned;
  const summary = findings.summary();
  return {
    ok: summary.count === 0,
    ...{ events, ...sum, position, ...seals, ...corrected },
    findings: summary,
  };
};
