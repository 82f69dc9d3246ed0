import type { FindingsSummary } from '../findings/findings.js';
import type { StatementResult } from '../statements/check-statements.js';
import type { PartitionResult } from './check-part.js';
import type { SealResult } from './scanned-log.js';

const none: FindingsSummary = { count: 0, first: [] };

/** What stands for the seals of a verification that could not check them, which is a finding. */
export const noSeals: SealResult = {
  ...{ seals: 0, sealedTo: -1n, lastSeal: undefined, lastSealedAt: undefined },
  ...{ sealedEvents: 0, unsealedEvents: 0, keptSeal: undefined, findings: none },
};

/** As `noSeals`, for the statements. */
export const noStatements: StatementResult = {
  ...{ findings: none, correctionsCount: 0, corrections: [] },
};

/** As `noSeals`, for the ids that orders gave. */
export const noActionIds: FindingsSummary = none;

/** A part of which nothing was checked. */
export const noPartition: PartitionResult = { events: 0, streams: 0, orders: 0, findings: none };
