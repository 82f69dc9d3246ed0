import { type Assurance, assuranceOf, type Finding, type KeptSeal } from '#evidence';
import type { VerifiedLog } from './verify-running-log.js';

/**
 * A finding in the form stored in the database. Positions and revisions are strings, because a
 * large position does not fit a JavaScript number.
 */
export interface KeptFinding extends Pick<Finding, 'kind' | 'detail'> {
  readonly stream?: string;
  readonly revision?: string;
  readonly position?: string;
}

/** The outcome of a verification of the whole log, and what it proves. */
export interface VerificationResult extends Assurance {
  readonly events: number;
  readonly orders: number;
  readonly position: string;
  readonly seals: number;
  readonly sealedTo: string;
  readonly lastSeal?: string;
  readonly lastSealedAt?: string;
  readonly unsealedEvents: number;
  readonly keptSeal?: KeptSeal;
  readonly findingsCount: number;
  /** The first hundred findings, by position in the log. */
  readonly findings: readonly KeptFinding[];
}

const keptFinding = ({ kind, detail, stream, revision, position }: Finding): KeptFinding => ({
  kind,
  detail,
  ...(stream !== undefined && { stream }),
  ...(revision !== undefined && { revision: String(revision) }),
  ...(position !== undefined && { position: String(position) }),
});

interface Asked {
  readonly sealHash: string | undefined;
  readonly sealEvents: number;
}

export const verificationResult = (found: VerifiedLog, asked: Asked): VerificationResult => {
  const { verification } = found;
  const { keptSeal, lastSeal, lastSealedAt, findings } = verification;
  return {
    ...assuranceOf({ ...found, ...asked, source: 'log' }),
    events: verification.events,
    orders: verification.orders,
    position: String(verification.position),
    seals: verification.seals,
    sealedTo: String(verification.sealedTo),
    ...(lastSeal !== undefined && { lastSeal }),
    ...(lastSealedAt !== undefined && { lastSealedAt }),
    unsealedEvents: verification.unsealedEvents,
    ...(keptSeal !== undefined && { keptSeal }),
    findingsCount: findings.count,
    findings: findings.first.map(keptFinding),
  };
};
