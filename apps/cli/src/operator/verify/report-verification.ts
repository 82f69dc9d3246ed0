import { assuranceOf, findingText } from '#evidence';
import type { Assurance, FindingsSummary, Verification, Verified } from '#evidence';
import { printable } from '#runtime';
import { printFault, printJson, printLines } from '../print.js';
import { writeCertificates } from './write-certificates.js';

const count = new Intl.NumberFormat('en');
const shownMax = 20;

export interface HowToReport {
  readonly json: boolean;
  /** By `performance.now()`. */
  readonly startedAt: number;
  /** Files to write a certificate to. */
  readonly certificates: readonly string[];
}

/** Prints what a verification of a whole log came to, and what it proves; answers whether nothing was found. */
export const reportVerification = (verified: Verified, how: HowToReport): boolean => {
  const { json, startedAt, certificates } = how;
  const { verification, readModelPosition } = verified;
  const { findings, ...rest } = verification;
  const seconds = (performance.now() - startedAt) / 1_000;
  const assurance = assuranceOf(verified);
  writeCertificates(verified, certificates);
  if (json) {
    const found = { findingsCount: findings.count, findings: findings.first };
    printJson({ ...rest, readModelPosition, seconds, ...assurance, ...found });
    return verification.ok;
  }
  const { events, streams, orders, position } = verification;
  const rate = count.format(Math.round(events / seconds));
  printLines([
    `${count.format(events)} events up to position ${position}, of ${count.format(orders)} orders in ` +
      `${count.format(streams)} streams, in ${seconds.toFixed(1)} s (${rate}/s)`,
    ...(readModelPosition === undefined ? [] : [`Read model up to position ${readModelPosition}`]),
    ...sealLines(verification),
    ...correctionLines(verification),
    ...listed('Proved:', assurance.proved),
    ...listed('Not proved:', assurance.notProved),
  ]);
  for (const warning of assurance.warnings) printFault(`Warning: ${warning}`);
  if (findings.count > 0) reportFindings(findings);
  else printLines([verdicts[assurance.verdict]]);
  return verification.ok;
};

const verdicts: Readonly<Record<Assurance['verdict'], string>> = {
  holds: 'Everything holds.',
  'not sealed':
    'Nothing was found, but nothing is sealed either: it is not proved that nothing is missing.',
  empty: 'There is nothing to verify: there is no event.',
  findings: '',
};

const listed = (heading: string, texts: readonly string[]): string[] =>
  texts.length === 0 ? [] : [heading, ...texts.map((text) => `  - ${printable(text)}`)];

const sealLines = ({ keptSeal, seals, lastSeal, lastSealedAt }: Verification): string[] => [
  ...(keptSeal === undefined
    ? []
    : [
        `Seal ${keptSeal.hash} is number ${keptSeal.number}, set at ${printable(keptSeal.sealedAt)}, at position ${keptSeal.position};`,
        `  it vouches for the first ${count.format(keptSeal.events)} events, up to position ${keptSeal.coversTo}`,
      ]),
  ...(lastSeal === undefined
    ? []
    : [
        `${count.format(seals)} seals, the last ${lastSeal}, set at ${printable(lastSealedAt ?? '')}`,
      ]),
];

const correctionLines = ({ corrections, correctionsCount }: Verification): string[] => {
  if (correctionsCount === 0) return [];
  const shown = corrections.slice(0, shownMax).map(({ settlementId, reason, ...place }) => {
    const where = `${place.stream}, revision ${place.revision}, position ${place.position}`;
    return printable(`  settlement ${settlementId}  ${where}: ${reason}`);
  });
  const more = correctionsCount - shown.length;
  return [
    `${count.format(correctionsCount)} statements were wrong and were corrected by a later event:`,
    ...shown,
    ...(more > 0 ? [`and ${count.format(more)} more`] : []),
  ];
};

/** On standard error, the first in the log first. */
export const reportFindings = ({ count: all, first }: FindingsSummary): void => {
  printFault(
    all === 1 ? '1 finding:' : `${count.format(all)} findings, the first in the log first:`,
  );
  for (const finding of first.slice(0, shownMax))
    printFault(`  ${printable(findingText(finding))}`);
  if (all > shownMax) printFault(`and ${count.format(all - Math.min(all, shownMax))} more`);
};
