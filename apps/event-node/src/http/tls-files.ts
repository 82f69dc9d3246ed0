import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** PEM files with which a node listens on TLS instead of plaintext. */
export interface TlsFiles {
  /** The node's certificate, then those it was issued by, if any, up to the root. */
  readonly certFile: string;
  readonly keyFile: string;
}

/** The contents of `TlsFiles`. */
export interface TlsContext {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** A certificate or key that cannot be read, or that do not belong together. */
export class InvalidTlsFiles extends Error {
  override readonly name = 'InvalidTlsFiles';
}

/** Reads and checks both files, so that a mistake stops the start and not the first caller. */
export const readTlsFiles = ({ certFile, keyFile }: TlsFiles): TlsContext => {
  try {
    const context = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
    createSecureContext(context);
    return context;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidTlsFiles(`No TLS with ${certFile} and ${keyFile}: ${reason}`);
  }
};
