import { scanExport } from '../export/scan-export.js';
import type { ScanOptions } from '../export/scan-export.js';
import { checkStatements } from '../statements/check-statements.js';
import type { StatementResult } from '../statements/check-statements.js';
import type { EntriesPlace } from '../statements/statement-entries.js';
import type { FindingsSummary } from '../findings/findings.js';
import { checkActionIds } from './action-ids.js';
import type { ActionIdsPlace } from './action-ids.js';
import { verifyPartition } from './check-part.js';
import type { PartitionResult, PartitionOptions } from './check-part.js';
import type { CrossStreamFiles } from './conclude.js';
import type { ScannedStretch } from './log-scan.js';
import { checkSealsOf } from './scanned-log.js';
import type { SealResult } from './scanned-log.js';
import type { SpilledPartition } from './spill.js';

/** What a thread of a verification is asked to do. */
export type Job =
  | ({ readonly kind: 'scan' } & Omit<ScanOptions, 'onEvents'>)
  | {
      readonly kind: 'seals';
      readonly stretches: readonly Pick<ScannedStretch, 'seals' | 'values'>[];
      readonly sealHash: string | undefined;
    }
  | ({
      readonly kind: 'check';
      readonly part: SpilledPartition;
    } & CrossStreamFiles &
      Pick<PartitionOptions, 'identity'>)
  | ({ readonly kind: 'action-ids' } & ActionIdsPlace)
  | { readonly kind: 'statements'; readonly entries: EntriesPlace };

export interface JobResults {
  readonly scan: ScannedStretch;
  readonly seals: SealResult;
  readonly check: PartitionResult;
  readonly statements: StatementResult;
  readonly 'action-ids': FindingsSummary;
}

export type JobResult<Of extends Job> = JobResults[Of['kind']];

/** Performs a job; tells the events that it went through now and then. */
export const performJob = async <Of extends Job>(
  job: Of,
  onEvents: (events: number) => void,
): Promise<JobResult<Of>> => (await resultOf(job, onEvents)) as JobResult<Of>;

const resultOf = async (
  job: Job,
  onEvents: (events: number) => void,
): Promise<JobResults[keyof JobResults]> => {
  switch (job.kind) {
    case 'scan':
      return scanExport({ ...job, onEvents });
    case 'seals':
      return checkSealsOf(job.stretches, job.sealHash);
    case 'check': {
      const { part, entries, actionIds, identity } = job;
      return verifyPartition(part, { entries, actionIds, identity, onEvents });
    }
    case 'action-ids':
      return checkActionIds(job);
    case 'statements':
      return checkStatements(job.entries);
  }
};
