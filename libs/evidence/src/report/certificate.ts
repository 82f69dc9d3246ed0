import { hash } from 'node:crypto';
import { canonicalJson } from '#ledger';
import type { Finding } from '../findings/findings.js';
import type { KeptSeal } from '../seals/check-seals.js';
import { assuranceOf, type Assurance, type Verified, counted } from './assurance.js';

/**
 * The result of verifying the log against the hash of a seal that somebody stored outside the
 * ledger, as a document that an auditor can file (docs/audit.md, "A certificate"). Later versions
 * only add members. Positions are strings of digits, as in the export.
 */
export interface Certificate extends Assurance {
  readonly format: 'capture-ledger-certificate';
  readonly version: 1;
  readonly verifiedAt: string;
  readonly source: Verified['source'];
  /**
   * The hash of a seal, as the caller gave it. `seal` is the seal of the log with this hash, or
   * `null` if the log has none.
   */
  readonly sealHash: string;
  readonly seal: KeptSeal | null;
  readonly events: number;
  readonly position: string;
  readonly orders: number;
  readonly unsealedEvents: number;
  readonly findingsCount: number;
  /** At most 20 findings; `findingsCount` counts all. */
  readonly findings: readonly string[];
  /** Hex SHA-256 over the canonical JSON (RFC 8785) of the certificate without this member. */
  readonly sha256: string;
}

const findingsMax = 20;

export const certificateOf = (
  verified: Verified & { readonly sealHash: string },
  verifiedAt: string,
): Certificate => {
  const { verification, source, sealHash } = verified;
  const { events, position, orders, unsealedEvents, findings, keptSeal } = verification;
  const said = {
    ...({
      format: 'capture-ledger-certificate',
      version: 1,
      verifiedAt,
      source,
      sealHash,
    } as const),
    seal: keptSeal ?? null,
    ...{ events, position: String(position), orders, unsealedEvents },
    ...assuranceOf(verified),
    findingsCount: findings.count,
    findings: findings.first.slice(0, findingsMax).map(findingText),
  };
  return { ...said, sha256: hash('sha256', canonicalJson(said)) };
};

/** A finding in one line, with its place first. */
export const findingText = ({ kind, stream, revision, position, detail }: Finding): string => {
  const place = [
    ...(stream === undefined ? [] : [stream]),
    ...(revision === undefined ? [] : [`revision ${revision}`]),
    ...(position === undefined ? [] : [`position ${position}`]),
  ];
  return `${kind}${place.length > 0 ? `  ${place.join(', ')}` : ''}: ${detail}`;
};

const results: Readonly<Record<Assurance['verdict'], string>> = {
  holds: 'Everything listed below as proved holds',
  'not sealed': 'Nothing is sealed',
  empty: 'There was nothing to verify',
  findings: 'Not everything holds: see the findings',
};

/** The certificate as lines of text for people. */
export const certificateText = (certificate: Certificate): string[] => {
  const { seal, sealHash, events, position, findingsCount, findings } = certificate;
  const listed = (heading: string, texts: readonly string[]): string[] =>
    texts.length === 0 ? [] : ['', heading, ...texts.map((text) => `  - ${text}`)];
  return [
    'Certificate of a verification of the capture ledger',
    '',
    `Verified at   ${certificate.verifiedAt}, ${certificate.source === 'log' ? 'the running log' : 'an export'}`,
    `Result        ${results[certificate.verdict]}`,
    `Events        ${events} up to position ${position}, of ${counted(certificate.orders, 'order')}`,
    `Seal given    ${sealHash}`,
    ...(seal === null
      ? ['Seal found    no seal of the log has this hash']
      : [
          `Seal found    number ${seal.number}, set at ${seal.sealedAt}, at position ${seal.position}`,
          `Covers        the first ${seal.events} events, up to position ${seal.coversTo}`,
        ]),
    ...listed('Proved', certificate.proved),
    ...listed('Not proved', certificate.notProved),
    ...listed('Warnings', certificate.warnings),
    ...listed(`Findings (${findingsCount})`, findings),
    '',
    `SHA-256 of this certificate as JSON   ${certificate.sha256}`,
  ];
};
