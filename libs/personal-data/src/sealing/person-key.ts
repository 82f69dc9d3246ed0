import { randomBytes, randomUUID } from 'node:crypto';

/** The key of one person. What is sealed under it can be read as long as it is kept somewhere, and no longer. */
export interface PersonKey {
  readonly keyId: string;
  /** 32 bytes. */
  readonly secret: Uint8Array;
}

const secretBytes = 32;

export const makePersonKey = (): PersonKey => ({
  keyId: randomUUID(),
  secret: randomBytes(secretBytes),
});
