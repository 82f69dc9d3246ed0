import type { FindingsSummary } from '../findings/findings.js';
import type { KeptSeal } from '../seals/check-seals.js';
import type { Correction } from '../statements/check-statements.js';

/** What a verification came to. */
export interface Verification {
  readonly ok: boolean;
  readonly events: number;
  readonly streams: number;
  readonly orders: number;
  /** Of the last event; -1 for an empty log. */
  readonly position: bigint;
  readonly seals: number;
  /** Up to where the log is sealed; -1 is nowhere. */
  readonly sealedTo: bigint;
  /** Hash of the last seal, to be kept elsewhere; `undefined` if there is none. */
  readonly lastSeal: string | undefined;
  readonly lastSealedAt: string | undefined;
  /** Events that the seals cover. */
  readonly sealedEvents: number;
  /** The seal whose hash was given, as the log has it. */
  readonly keptSeal: KeptSeal | undefined;
  /** Events behind the last seal: that none is missing at the end of the log, only the next seal will say. */
  readonly unsealedEvents: number;
  /** Statements that were wrong and were corrected, all of them; the first are named. */
  readonly correctionsCount: number;
  readonly corrections: readonly Correction[];
  readonly findings: FindingsSummary;
}

export interface VerificationProgress {
  /** `reading` goes through the log in its order, `checking` through its streams. */
  readonly step: 'reading' | 'checking';
  /** So far in this step. */
  readonly events: number;
  /** In this step; `undefined` while it is not known. */
  readonly eventsTotal: number | undefined;
  /** Of all steps that is done, 0 to 1, if that is known. */
  readonly share: number | undefined;
  /** Since the start, and since the start of the step. */
  readonly seconds: number;
  readonly stepSeconds: number;
}

/** What every verification of a whole log takes. */
export interface VerificationOptions {
  /** Hash of a seal that was kept somewhere else: it must be among the log's. */
  readonly sealHash?: string | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: VerificationProgress) => void;
}
