import { scanExport } from '../export/scan-export.js';
import type { EntriesPlace } from '../statements/statement-entries.js';
import { checkPart } from './check-part.js';
import type { CheckedPart } from './check-part.js';
import type { Scanned } from './log-scan.js';
import type { SpilledPart } from './spill.js';

/** What a thread of a verification is asked to do. */
export type Job =
  | { readonly kind: 'scan'; readonly directory: string; readonly workDirectory: string }
  | { readonly kind: 'check'; readonly part: SpilledPart; readonly entries: EntriesPlace };

export interface JobResults {
  readonly scan: Scanned;
  readonly check: CheckedPart;
}

export type JobResult<Of extends Job> = JobResults[Of['kind']];

/** Performs a job; tells the events that it went through now and then. */
export const perform = async <Of extends Job>(
  job: Of,
  onEvents: (events: number) => void,
): Promise<JobResult<Of>> =>
  (await (job.kind === 'scan'
    ? scanExport({ ...job, onEvents })
    : checkPart(job.part, { entries: job.entries, onEvents }))) as JobResult<Of>;
