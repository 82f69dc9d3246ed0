import { ExportNotFound, verifyExport, WorkerThreads } from '#evidence';
import { WrongUsage } from '../../exit-code.js';
import { stopSignal } from '../show-progress.js';
import { reportVerification, verificationProgress } from './report-verification.js';
/**
 * The number of threads that verify an export. With two threads, less than 200 MB of memory is
 * needed.
 */
const threadsCount = 2;
/**
 * The default of SEAL_EVENTS: a worker writes a seal, a hash over the log, after this number of
 * events. The real value is unknown, because an export does not contain the settings of its ledger.
 */
const sealEvents = 10_000;

export interface ExportVerification {
  readonly directory: string;
  readonly sealHash: string | undefined;
  readonly manifestHash: string | undefined;
  readonly json: boolean;
  readonly certificates: readonly string[];
}

/** Verifies an export offline and reports the result. Returns whether there are no findings. */
export const verifyExportHere = async (wanted: ExportVerification): Promise<boolean> => {
  const { json, certificates, ...kept } = wanted;
  const threads = new WorkerThreads(threadsCount);
  const progress = verificationProgress();
  try {
    const startedAt = performance.now();
    const verification = await verifyExport({
      ...{ ...kept, threads, signal: stopSignal('Stopped before everything was verified.') },
      onProgress: progress.update,
    }).finally(progress.end);
    const { sealHash, manifestHash } = kept;
    const verified = { verification, source: 'export' as const, sealHash, manifestHash };
    return reportVerification({ ...verified, sealEvents }, { json, startedAt, certificates });
  } catch (error) {
    throw error instanceof ExportNotFound ? new WrongUsage(error.message) : error;
  }
};
