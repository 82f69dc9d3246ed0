import type { LedgerFounded } from '#event-log/offline';
import { Findings } from '../findings/findings.js';
import type { FindingsSummary } from '../findings/findings.js';
import { checkSeals, keptSealIn } from '../seals/check-seals.js';
import type { KeptSeal, SealSummary } from '../seals/check-seals.js';
import { readSealedValues } from '../seals/sealed-values.js';
import type { ScannedStretch } from './log-scan.js';
import type { SpilledPartition } from './spill.js';

/** What the first look at a whole log came to. */
export interface ScannedLog {
  readonly events: number;
  /** Of the last event; -1 for an empty log. */
  readonly position: bigint;
  readonly parts: readonly SpilledPartition[];
  readonly identity: LedgerFounded | undefined;
  readonly findings: FindingsSummary;
}

/** Whether each stretch began where the one before it ended, so that together they say what one look would have said. */
export const areContinuous = (stretches: readonly ScannedStretch[]): boolean =>
  stretches.every(({ after }, index) => after === (stretches[index - 1]?.position ?? -1n));

/** Puts stretches of a log together. */
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
  /** The seal that was asked for, if the log has it; whether it holds the findings say. */
  readonly keptSeal: KeptSeal | undefined;
  readonly findings: FindingsSummary;
}

/** Recomputes the seals of a log from what its stretches kept. */
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
