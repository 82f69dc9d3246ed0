import type { Verification } from '../verification/verification.js';

/** What was verified, and by what it was to be told. */
export interface Verified {
  readonly verification: Verification;
  readonly source: 'log' | 'export';
  /** A seal's hash that was kept elsewhere. */
  readonly sealHash?: string | undefined;
  /** Hash of a manifest that was kept elsewhere. */
  readonly manifestHash?: string | undefined;
  /** Up to where the read model had come that was compared; absent if none was. */
  readonly readModelPosition?: bigint | undefined;
  /** Events that a seal covers at most (SEAL_EVENTS): many more without a seal are strange. */
  readonly sealEvents: number;
}

/** What a verification came to in one word. `not sealed` and `empty` are no findings, and not the same as `holds`. */
export type Verdict = 'holds' | 'not sealed' | 'empty' | 'findings';

/** What a verification proves, what it does not, and what is strange. Sentences for people. */
export interface Assurance {
  readonly verdict: Verdict;
  readonly proved: readonly string[];
  readonly notProved: readonly string[];
  readonly warnings: readonly string[];
}

const count = new Intl.NumberFormat('en');

export const assuranceOf = (verified: Verified): Assurance => {
  const verdict = verdictOf(verified.verification);
  return {
    verdict,
    // With findings nothing is claimed: they say what does not hold.
    proved: verdict === 'findings' || verdict === 'empty' ? [] : provedBy(verified),
    notProved: notProvedBy(verified),
    warnings: warningsOf(verified),
  };
};

const verdictOf = ({ ok, events, lastSeal }: Verification): Verdict => {
  if (!ok) return 'findings';
  if (events === 0) return 'empty';
  return lastSeal === undefined ? 'not sealed' : 'holds';
};

const provedBy = (verified: Verified): string[] => {
  const { verification, manifestHash, readModelPosition } = verified;
  const { events, keptSeal, lastSeal, sealedEvents, sealedTo, lastSealedAt } = verification;
  return [
    `The ${count.format(events)} events that are there are chained as they were written, and obey the ledger's rules; ` +
      'every statement is what its lines come to, or was corrected.',
    ...(lastSeal === undefined
      ? []
      : [
          `The first ${count.format(sealedEvents)} events, up to position ${sealedTo}, are those that the seals in the ` +
            `log were set over, the last of them at ${lastSealedAt ?? 'an unknown time'}.`,
        ]),
    ...(keptSeal === undefined
      ? []
      : [
          `The first ${count.format(keptSeal.events)} events, up to position ${keptSeal.coversTo}, are those that the ` +
            `seal whose hash was given was set over: none was changed, moved, put in or taken away since it was kept.`,
        ]),
    ...(manifestHash === undefined ? [] : ['The export is the one whose manifest hash was given.']),
    ...(readModelPosition === undefined
      ? []
      : [
          `Every row of the read model is what the log gives, up to position ${readModelPosition}.`,
        ]),
  ];
};

const notProvedBy = ({ verification, source, sealHash, manifestHash }: Verified): string[] => {
  const { lastSeal, unsealedEvents, events, sealedEvents, keptSeal } = verification;
  const later = keptSeal === undefined ? 0 : Math.max(0, sealedEvents - keptSeal.events);
  return [
    ...(lastSeal === undefined
      ? [
          'That no event is missing at the end of an order, no order is missing, and none was made anew with its chain: ' +
            'nothing is sealed.',
        ]
      : []),
    ...(lastSeal !== undefined && unsealedEvents > 0
      ? [
          `That of the ${count.format(unsealedEvents)} events after the last seal none is missing, or was made anew with ` +
            'its chain.',
        ]
      : []),
    ...(sealHash === undefined && manifestHash === undefined && events > 0
      ? [
          'That the log was not exchanged for another one, or cut off together with its last seals: only a hash that was ' +
            'kept elsewhere tells (--seal).',
        ]
      : []),
    ...(later > 0
      ? [
          `That the ${count.format(later)} events sealed after the seal whose hash was given were not made anew with ` +
            'their seals: keep the hash of the last seal as well.',
        ]
      : []),
    ...(source === 'export'
      ? ['That nothing came into the log after the export, and what a read model shows.']
      : []),
    'That what was recorded is true, and that clocks were right.',
  ];
};

const warningsOf = ({ verification, sealEvents }: Verified): string[] => {
  const { unsealedEvents } = verification;
  if (unsealedEvents <= sealEvents) return [];
  return [
    `${count.format(unsealedEvents)} events are not sealed, and a seal is set after ${count.format(sealEvents)} at the ` +
      'latest: no worker ran, or seals were taken away.',
  ];
};
