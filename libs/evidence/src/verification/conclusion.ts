import { join } from 'node:path';
import type { LedgerFounded } from '#event-log/offline';
import { Findings, type FindingsSummary } from '../findings/findings.js';
import {
  checkSeals,
  type KeptSeal,
  keptSealIn,
  readSealedValues,
  type SealSummary,
} from '../seals/check-seals.js';
import type { StatementResult } from '../statements/check-statements.js';
import type { EntriesPlace } from '../statements/statement-entries.js';
import type { ActionIdsPlace } from './action-ids.js';
import type { PartitionResult } from './verify-partition.js';
import type { SpilledPartition } from './log-partitions.js';
import type { ScannedStretch } from './log-scan.js';
import type { Verification } from './verification.js';

/**
 * For each 16 MiB of the log there is one file of settlement events, captures and refunds, and one
 * file of ids, so that each file fits into memory.
 */
const logBytesPerFile = 16 * 1_024 * 1_024;

/**
 * Files with data of all streams, for the checks that need several streams: the sums of settlements
 * (statements), and the ids that may be used only once.
 */
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
  /** Findings about stages of the verification that failed, such as reading the seals. */
  readonly failed: FindingsSummary;
}

/** Combines the results of all stages into the result of the verification. */
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

/** The result of reading the whole log. */
export interface ScannedLog {
  readonly events: number;
  /** Position of the last event; -1 for an empty log. */
  readonly position: bigint;
  readonly parts: readonly SpilledPartition[];
  readonly identity: LedgerFounded | undefined;
  readonly findings: FindingsSummary;
}

/**
 * True if each part of the log begins where the part before it ends. Only then are all parts
 * together the whole log.
 */
export const areContinuous = (stretches: readonly ScannedStretch[]): boolean =>
  stretches.every(({ after }, index) => after === (stretches[index - 1]?.position ?? -1n));

/** The parts of the log were read separately. Joins their results in the order of the log. */
export const joinStretches = (stretches: readonly ScannedStretch[]): ScannedLog => {
  const findings = new Findings();
  const parts = new Map<string, SpilledPartition>();
  for (const stretch of stretches) {
    findings.addAll(stretch.findings);
    for (const part of stretch.parts) {
      const { key, paths, bytes } = parts.get(part.key) ?? { ...part, paths: [], bytes: 0 };
      parts.set(key, { key, paths: [...paths, ...part.paths], bytes: bytes + part.bytes });
    }
  }
  return {
    events: stretches.reduce((sum, { events }) => sum + events, 0),
    position: stretches.at(-1)?.position ?? -1n,
    parts: [...parts.values()],
    identity: stretches.find(({ identity }) => identity !== undefined)?.identity,
    findings: findings.summary(),
  };
};

export interface SealResult extends SealSummary {
  /**
   * The seal with the given hash; `undefined` if the log has none. If this seal does not match the
   * events that it covers, it is returned as well, and `findings` says so.
   */
  readonly keptSeal: KeptSeal | undefined;
  readonly findings: FindingsSummary;
}

/**
 * Computes the hash of each seal again from the hashes of the events that it covers (their chain
 * values, which were stored while the log was read), and reports the seals that differ. Also
 * searches for the seal with the hash `sealHash`.
 */
export const checkSealsOf = (
  stretches: readonly Pick<ScannedStretch, 'seals' | 'values'>[],
  sealHash?: string,
): SealResult => {
  const findings = new Findings();
  const seals = stretches.flatMap((stretch) => stretch.seals);
  const values = readSealedValues(stretches.map((stretch) => stretch.values));
  const verdict = checkSeals(seals, values, findings);
  const keptSeal = keptSealIn(seals, sealHash);
  return { ...verdict, keptSeal, findings: findings.summary() };
};

const none: FindingsSummary = { count: 0, first: [] };

/**
 * The result that is used if the seals could not be checked. The failed check is reported as a
 * finding.
 */
export const noSeals: SealResult = {
  ...{ seals: 0, sealedTo: -1n, lastSeal: undefined, lastSealedAt: undefined },
  ...{ sealedEvents: 0, unsealedEvents: 0, keptSeal: undefined, findings: none },
};

/**
 * The result that is used if the sums of settlements (statements) could not be checked. The failed
 * check is reported as a finding.
 */
export const noStatements: StatementResult = {
  ...{ findings: none, correctionsCount: 0, corrections: [] },
};

/**
 * The result that is used if the ids of captures and refunds could not be checked. The failed check
 * is reported as a finding.
 */
export const noActionIds: FindingsSummary = none;

/**
 * The result that is used for a partition (a group of streams) that could not be checked. The
 * failed check is reported as a finding.
 */
export const noPartition: PartitionResult = { events: 0, streams: 0, orders: 0, findings: none };
