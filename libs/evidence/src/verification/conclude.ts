import { Findings } from '../findings/findings.js';
import type { CheckedPart } from './check-part.js';
import type { Scanned } from './log-scan.js';
import type { Verification } from './verification.js';

/** Puts together what the log as a whole and its parts came to. */
export const conclude = (
  scanned: Scanned,
  parts: readonly CheckedPart[],
  sealHash: string | undefined,
): Verification => {
  const findings = new Findings();
  findings.addAll(scanned.findings);
  const sum = { streams: 0, orders: 0 };
  for (const part of parts) {
    findings.addAll(part.findings);
    sum.streams += part.streams;
    sum.orders += part.orders;
  }
  if (sealHash !== undefined && !scanned.sealHashes.includes(sealHash)) {
    const detail = `no seal of the log has the hash ${sealHash}`;
    findings.add({ kind: 'seal', stream: 'ledger-seal', detail });
  }
  const { events, position, seals, sealedTo, unsealedEvents } = scanned;
  const summary = findings.summary();
  return {
    ok: summary.count === 0,
    ...{ events, ...sum, position, seals, sealedTo, unsealedEvents },
    findings: summary,
  };
};
