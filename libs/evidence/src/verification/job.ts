import { scanExport, type ScanOptions } from '../export/scan-export.js';
import type { FindingsSummary } from '../findings/findings.js';
import { checkStatements, type StatementResult } from '../statements/check-statements.js';
import type { EntriesPlace } from '../statements/statement-entries.js';
import { type ActionIdsPlace, checkActionIds } from './action-ids.js';
import {
  type PartitionOptions,
  type PartitionResult,
  verifyPartition,
} from './verify-partition.js';
import { checkSealsOf, type CrossStreamFiles, type SealResult } from './conclusion.js';
import type { SpilledPartition } from './log-partitions.js';
import type { ScannedStretch } from './log-scan.js';

/** A task of a verification that one thread performs. */
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

/** Performs a job. `onEvents` receives the number of events since its last call. */
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

/** A message from a thread: progress, result or failure of its job. */
export type ThreadMessage =
  { readonly events: number } | { readonly result: JobResult<Job> } | { readonly failure: string };
