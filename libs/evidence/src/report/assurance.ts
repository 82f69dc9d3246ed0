import type { Verification } from '../verification/verification.js';

/** The result of a verification, and what the log or export was compared with. */
export interface Verified {
  readonly verification: Verification;
  readonly source: 'log' | 'export';
  /** Hash of a seal (a hash over all events before it) that somebody stored outside the ledger. */
  readonly sealHash?: string | undefined;
  /** Hash of a manifest that somebody stored outside the ledger. */
  readonly manifestHash?: string | undefined;
  /**
   * Position of the read model that was compared with the log; absent if no read model was
   * compared.
   */
  readonly readModelPosition?: bigint | undefined;
  /**
   * True if the read model's customers were not compared, because this process does not have the
   * key of their data.
   */
  readonly withoutCustomers?: boolean | undefined;
  /**
   * The setting SEAL_EVENTS: a seal covers at most this number of events. If more events than this
   * come after the last seal, that is suspicious, because seals may have been removed.
   */
  readonly sealEvents: number;
}

/**
 * The result in one word. A log without seals or without events is neither proved (`holds`) nor
 * faulty (`findings`).
 */
export type VerificationVerdict = 'holds' | 'not sealed' | 'empty' | 'findings';

/**
 * Sentences for people: what the verification proves, what it does not prove, and what is
 * suspicious.
 */
export interface Assurance {
  readonly verdict: VerificationVerdict;
  readonly proved: readonly string[];
  readonly notProved: readonly string[];
  readonly warnings: readonly string[];
}

export const assuranceOf = (verified: Verified): Assurance => {
  const verdict = verdictOf(verified.verification);
  return {
    verdict,
    proved: logHolds(verified.verification) ? provedBy(verified) : [],
    notProved: notProvedBy(verified),
    warnings: warningsOf(verified),
  };
};

/**
 * True if the log has events and no finding concerns the log itself. Otherwise the report lists
 * nothing as proved.
 */
const logHolds = ({ events, findings }: Verification): boolean =>
  events > 0 && findings.count === (findings.ofReadModel ?? 0);

const verdictOf = ({ ok, events, lastSeal }: Verification): VerificationVerdict => {
  if (!ok) return 'findings';
  if (events === 0) return 'empty';
  return lastSeal === undefined ? 'not sealed' : 'holds';
};

const claimIf = (holds: boolean, sentence: string): string[] => (holds ? [sentence] : []);

const provedBy = (verified: Verified): string[] => [
  ...provedOfLog(verified),
  ...provedOfReadModel(verified),
];

const provedOfLog = ({ verification, manifestHash }: Verified): string[] => {
  const { events, keptSeal, lastSeal, sealedEvents, sealedTo, lastSealedAt } = verification;
  return [
    `The log (${counted(events, 'event')}) has an unbroken chain of hashes in every stream and obeys the ledger's rules. ` +
      'Every statement has the sums of its lines, or was corrected.',
    ...claimIf(
      lastSeal !== undefined,
      `The seals in the log match its beginning, ${counted(sealedEvents, 'event')} up to position ${sealedTo}. ` +
        `The last seal was set at ${lastSealedAt ?? 'an unknown time'}.`,
    ),
    ...(keptSeal === undefined
      ? []
      : [
          `The seal whose hash was given matches the beginning of the log, ${counted(keptSeal.events, 'event')} up to ` +
            `position ${keptSeal.coversTo}: none of these events was changed, moved, inserted or removed since the hash was kept.`,
        ]),
    ...claimIf(manifestHash !== undefined, 'The export is the one whose manifest hash was given.'),
  ];
};

const provedOfReadModel = ({
  verification,
  readModelPosition,
  withoutCustomers,
}: Verified): string[] =>
  claimIf(
    readModelPosition !== undefined && verification.ok,
    `Every row of the read model${withoutCustomers === true ? ', except its customers,' : ''} agrees with the log ` +
      `for all orders and settlements up to position ${readModelPosition}. Administrative actions and seals are not ` +
      'part of the read model, but that position may be the position of one of them.',
  );

const notProvedBy = (verified: Verified): string[] => [
  ...notProvedOfLog(verified),
  ...notProvedOfReadModel(verified),
  'That the recorded facts are true, and that the clocks were right.',
];

const notProvedOfLog = ({ verification, sealHash, manifestHash }: Verified): string[] => {
  const { lastSeal, unsealedEvents, events, sealedEvents, keptSeal } = verification;
  const later = keptSeal === undefined ? 0 : Math.max(0, sealedEvents - keptSeal.events);
  return [
    ...claimIf(
      lastSeal === undefined,
      'That no event is missing at the end of an order, that no order is missing, and that no order was forged ' +
        'together with its chain values: nothing is sealed.',
    ),
    ...claimIf(
      lastSeal !== undefined && unsealedEvents > 0,
      `That no event after the last seal (${counted(unsealedEvents, 'event')}) is missing, or was forged together with ` +
        'its chain value.',
    ),
    ...claimIf(
      sealHash === undefined && manifestHash === undefined && events > 0,
      'That the whole log was not replaced by another one, or cut off together with its last seals: only the hash of a ' +
        'seal that was kept elsewhere can prove that (--seal).',
    ),
    ...claimIf(
      later > 0,
      `That the events sealed after the seal whose hash was given (${counted(later, 'event')}) were not forged together ` +
        'with their seals: keep the hash of the last seal as well.',
    ),
  ];
};

const notProvedOfReadModel = ({ verification, source, withoutCustomers }: Verified): string[] => [
  ...claimIf(
    source === 'export',
    'That no event was added to the log after the export, and that a read model agrees with the log.',
  ),
  ...claimIf(
    (verification.findings.ofReadModel ?? 0) > 0,
    'That the read model agrees with the log: the findings say where it differs.',
  ),
  ...claimIf(
    withoutCustomers === true,
    'That the customers in the read model are those of the log: they were not compared, because they are encrypted ' +
      'under a key other than LEDGER_SECRET_KEY.',
  ),
];

const warningsOf = ({ verification, sealEvents }: Verified): string[] => {
  const { unsealedEvents } = verification;
  if (unsealedEvents <= sealEvents) return [];
  return [
    `Not sealed: ${counted(unsealedEvents, 'event')}. A worker sets a seal after ${counted(sealEvents, 'event')} at the ` +
      'latest, so no worker ran, or seals were removed.',
  ];
};

const format = new Intl.NumberFormat('en');

/** `1 event`, `1,234 events`. `many` is given if the plural is not formed with an s. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${format.format(count)} ${count === 1 ? one : many}`;
