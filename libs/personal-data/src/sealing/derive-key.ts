import { hkdfSync } from 'node:crypto';

/** The purposes that keys are derived for; changing a text makes everything under it unreadable. */
const purposes = {
  wrap: 'capture-ledger customer key wrap v1',
  names: 'capture-ledger customer names v1',
  encryption: 'capture-ledger customer encryption v1',
  fingerprint: 'capture-ledger customer fingerprint v1',
} as const;

/** A key for one purpose alone, so that one secret can serve several without one weakening the other. */
export const deriveKey = (secret: Uint8Array, purpose: keyof typeof purposes): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', purposes[purpose], 32));
