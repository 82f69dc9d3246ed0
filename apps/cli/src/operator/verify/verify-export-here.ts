import { NoExport, verifyExport, WorkerThreads } from '#evidence';
import { WrongUsage } from '../../wrong-usage.js';
import { stopSignal } from '../stop-signal.js';
import { reportVerification } from './report-verification.js';
import { verificationProgress } from './verification-progress.js';

/** Two threads keep the memory within 200 MB. */
const threadsCount = 2;

export interface ExportVerification {
  readonly directory: string;
  readonly sealHash: string | undefined;
  readonly manifestHash: string | undefined;
  readonly json: boolean;
}

/** Answers whether everything holds. */
export const verifyExportHere = async (wanted: ExportVerification): Promise<boolean> => {
  const { json, ...kept } = wanted;
  const threads = new WorkerThreads(threadsCount);
  const progress = verificationProgress();
  try {
    const startedAt = performance.now();
    const verified = await verifyExport({
      ...{ ...kept, threads, signal: stopSignal('Stopped before all was verified.') },
      onProgress: progress.update,
    }).finally(progress.end);
    return reportVerification(verified, { json, startedAt });
  } catch (error) {
    throw error instanceof NoExport ? new WrongUsage(error.message) : error;
  }
};
