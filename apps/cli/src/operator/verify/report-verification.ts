import type { Finding, FindingsSummary, Verification } from '#evidence';
import { printFault, printJson, printLines } from '../print.js';

const count = new Intl.NumberFormat('en');
const shownMax = 20;

export interface HowToReport {
  readonly json: boolean;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

/** Prints what a verification of a whole log came to; answers whether everything holds. */
export const reportVerification = (
  { findings, ...verified }: Verification,
  { json, startedAt }: HowToReport,
): boolean => {
  const seconds = (performance.now() - startedAt) / 1_000;
  if (json) {
    printJson({ ...verified, seconds, findingsCount: findings.count, findings: findings.first });
    return verified.ok;
  }
  const { events, streams, orders, position, seals, sealedTo, unsealedEvents } = verified;
  const rate = count.format(Math.round(events / seconds));
  printLines([
    `${count.format(events)} events up to position ${position}, of ${count.format(orders)} orders in ` +
      `${count.format(streams)} streams, in ${seconds.toFixed(1)} s (${rate}/s)`,
    sealedTo < 0n
      ? `Not sealed: that nothing is missing at the end, this verification cannot tell`
      : `Sealed up to position ${sealedTo} by ${count.format(seals)} seals; ${count.format(unsealedEvents)} events behind`,
  ]);
  reportFindings(findings);
  return verified.ok;
};

/** On standard error, the first in the log first. */
export const reportFindings = ({ count: all, first }: FindingsSummary): void => {
  if (all === 0) {
    printLines(['Everything holds.']);
    return;
  }
  printFault(`${count.format(all)} findings${all > 1 ? ', the first in the log first' : ''}:`);
  for (const finding of first.slice(0, shownMax)) printFault(findingLine(finding));
  if (all > shownMax) printFault(`and ${count.format(all - Math.min(all, shownMax))} more`);
};

const findingLine = ({ kind, stream, revision, position, detail }: Finding): string => {
  const place = [
    ...(stream === undefined ? [] : [stream]),
    ...(revision === undefined ? [] : [`revision ${revision}`]),
    ...(position === undefined ? [] : [`position ${position}`]),
  ];
  return `  ${kind}${place.length > 0 ? `  ${place.join(', ')}` : ''}: ${detail}`;
};
