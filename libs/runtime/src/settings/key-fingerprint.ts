import { createHmac } from 'node:crypto';

/** Tells keys apart without telling anything of them. */
export const keyFingerprint = (secretKey: Uint8Array): string =>
  createHmac('sha256', secretKey).update('capture ledger: fingerprint').digest('hex').slice(0, 32);
