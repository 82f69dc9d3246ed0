import type { Finding, FindingsSummary, Verification } from '#evidence';
import { printable } from '#runtime';
import { printFault, printJson, printLines } from '../print.js';

const count = new Intl.NumberFormat('en');
const shownMax = 20;

export interface HowToReport {
  readonly json: boolean;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

/** A verification, and of one with a read model up to where that had come. */
export interface ReportedVerification extends Verification {
  readonly readModelPosition?: bigint;
}

type Sealed = Pick<Verification, 'seals' | 'sealedTo' | 'lastSeal' | 'unsealedEvents'>;

/** Prints what a verification of a whole log came to; answers whether everything holds. */
export const reportVerification = (
  { findings, ...verified }: ReportedVerification,
  { json, startedAt }: HowToReport,
): boolean => {
  const seconds = (performance.now() - startedAt) / 1_000;
  if (json) {
    printJson({ ...verified, seconds, findingsCount: findings.count, findings: findings.first });
    return verified.ok;
  }
  const { events, streams, orders, position, readModelPosition } = verified;
  const rate = count.format(Math.round(events / seconds));
  printLines([
    `${count.format(events)} events up to position ${position}, of ${count.format(orders)} orders in ` +
      `${count.format(streams)} streams, in ${seconds.toFixed(1)} s (${rate}/s)`,
    ...sealLines(verified),
    ...(readModelPosition === undefined ? [] : [`Read model up to position ${readModelPosition}`]),
  ]);
  printLines(correctionLines(verified));
  reportFindings(findings);
  return verified.ok;
};

const sealLines = ({ seals, sealedTo, lastSeal, unsealedEvents }: Sealed): string[] =>
  lastSeal === undefined
    ? [
        'Not sealed: what is missing, or was made anew with its chain, this verification cannot tell',
      ]
    : [
        `Sealed up to position ${sealedTo} by ${count.format(seals)} seals; ${count.format(unsealedEvents)} events behind`,
        `Last seal ${lastSeal}`,
      ];

const correctionLines = ({
  corrections,
  correctionsCount,
}: Pick<Verification, 'corrections' | 'correctionsCount'>): string[] => {
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
  if (all === 0) {
    printLines(['Everything holds.']);
    return;
  }
  printFault(
    all === 1 ? '1 finding:' : `${count.format(all)} findings, the first in the log first:`,
  );
  for (const finding of first.slice(0, shownMax)) printFault(findingLine(finding));
  if (all > shownMax) printFault(`and ${count.format(all - Math.min(all, shownMax))} more`);
};

const findingLine = ({ kind, stream, revision, position, detail }: Finding): string => {
  const place = [
    ...(stream === undefined ? [] : [stream]),
    ...(revision === undefined ? [] : [`revision ${revision}`]),
    ...(position === undefined ? [] : [`position ${position}`]),
  ];
  return printable(`  ${kind}${place.length > 0 ? `  ${place.join(', ')}` : ''}: ${detail}`);
};
