import { assuranceOf, counted, findingText } from '#evidence';
import type { Assurance, FindingsSummary, Verification, Verified } from '#evidence';
import { printable } from '#runtime';
import { isTerminal, printFault, printJson, printLines } from '../print.js';
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
    `${counted(events, 'event')} up to position ${position}, of ${counted(orders, 'order')} in ` +
      `${counted(streams, 'stream')}, in ${seconds.toFixed(1)} s (${rate}/s)`,
    ...(readModelPosition === undefined
      ? []
      : [
          `Read model up to position ${readModelPosition} (orders and settlements alone are projected)`,
        ]),
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
        `  it vouches for the beginning of the log, ${counted(keptSeal.events, 'event')} up to position ${keptSeal.coversTo}`,
      ]),
  ...(lastSeal === undefined
    ? []
    : [`${counted(seals, 'seal')}, the last ${lastSeal}, set at ${printable(lastSealedAt ?? '')}`]),
];

const correctionLines = ({ corrections, correctionsCount }: Verification): string[] => {
  if (correctionsCount === 0) return [];
  const shown = corrections.slice(0, shownMax).map(({ settlementId, reason, ...place }) => {
    const where = `${place.stream}, revision ${place.revision}, position ${place.position}`;
    return printable(`  settlement ${settlementId}  ${where}: ${reason}`);
  });
  const more = correctionsCount - shown.length;
  return [
    `Wrong, and corrected by a later event: ${counted(correctionsCount, 'statement')}`,
    ...shown,
    ...(more > 0 ? [`and ${count.format(more)} more`] : []),
  ];
};

/**
 * The first in the log first, and then the verdict; on standard output, so that a report that is kept has them. Where that
 * goes elsewhere the terminal is told as well.
 */
export const reportFindings = ({ count: all, first }: FindingsSummary): void => {
  const shown = first.slice(0, shownMax).map((finding) => `  ${findingText(finding)}`);
  const findings = counted(all, 'finding');
  printLines([
    all === 1 ? 'Finding:' : 'Findings, the first in the log first:',
    ...shown,
    ...(all > shown.length ? [`and ${count.format(all - shown.length)} more`] : []),
    `${findings}: not everything holds.`,
  ]);
  if (!isTerminal()) printFault(`${findings}: the report on standard output has them.`);
};
