import { renameSync, writeFileSync } from 'node:fs';
import {
  type Assurance,
  assuranceOf,
  certificateOf,
  certificateText,
  counted,
  type FindingsSummary,
  findingText,
  type Verification,
  type VerificationProgress,
  type Verified,
} from '#evidence';
import { printable } from '#runtime';
import { barLine, type ProgressDisplay, showProgress } from '../show-progress.js';
import { isTerminal, printFault, printJson, printLines, progressStream } from '../print.js';
const count = new Intl.NumberFormat('en');
const shownMax = 20;

export interface ReportOptions {
  readonly json: boolean;
  /** The value of `performance.now()` when the verification began. */
  readonly startedAt: number;
  /** The paths of the certificates to write. A certificate states the result for an auditor. */
  readonly certificates: readonly string[];
}

/**
 * Prints the result of verifying a whole log, and the facts that the result proves. Returns true if
 * there are no findings.
 */
export const reportVerification = (verified: Verified, options: ReportOptions): boolean => {
  const { json, startedAt, certificates } = options;
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
          `Read model up to position ${readModelPosition} (it contains only orders and settlements)`,
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
        `  it covers the beginning of the log, ${counted(keptSeal.events, 'event')} up to position ${keptSeal.coversTo}`,
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
    `Wrong statements that a later event corrected: ${count.format(correctionsCount)}`,
    ...shown,
    ...(more > 0 ? [`and ${count.format(more)} more`] : []),
  ];
};

/**
 * Prints the findings in the order of the log, and then the verdict. Everything goes to standard
 * output, so that a saved report is complete. If standard output is not a terminal, the verdict is
 * printed on standard error too, so that the operator sees it.
 */
export const reportFindings = ({ count: all, first }: FindingsSummary): void => {
  const shown = first.slice(0, shownMax).map((finding) => `  ${findingText(finding)}`);
  const findings = counted(all, 'finding');
  printLines([
    all === 1 ? 'Finding:' : 'Findings, in the order of the log:',
    ...shown,
    ...(all > shown.length ? [`and ${count.format(all - shown.length)} more`] : []),
    `${findings}: not everything holds.`,
  ]);
  if (!isTerminal()) printFault(`${findings}: see the report on standard output.`);
};

/** Writes the certificate to each path: as JSON if the name ends with `.json`, else as text. */
export const writeCertificates = (verified: Verified, paths: readonly string[]): void => {
  const { sealHash } = verified;
  if (sealHash === undefined || paths.length === 0) return;
  const certificate = certificateOf({ ...verified, sealHash }, new Date().toISOString());
  const json = `${JSON.stringify(certificate, undefined, 2)}\n`;
  const text = `${certificateText(certificate).join('\n')}\n`;
  for (const path of paths) {
    // The file gets its final name only when it is complete, so that nobody reads half a
    // certificate.
    writeFileSync(`${path}.part`, path.endsWith('.json') ? json : text);
    renameSync(`${path}.part`, path);
  }
};

const lineOf = (progress: VerificationProgress): string => {
  const { step, events, share, seconds, stepSeconds } = progress;
  return barLine({ step, events, share, seconds, rate: events / Math.max(stepSeconds, 0.001) });
};

export const verificationProgress = (): ProgressDisplay<VerificationProgress> =>
  showProgress(progressStream(), lineOf);
