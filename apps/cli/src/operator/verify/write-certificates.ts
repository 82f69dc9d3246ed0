import { renameSync, writeFileSync } from 'node:fs';
import { certificateOf, certificateText } from '#evidence';
import type { Verified } from '#evidence';

/** Writes the certificate to each of these files: as JSON where the name ends in `.json`, else as text for people. */
export const writeCertificates = (verified: Verified, paths: readonly string[]): void => {
  const { sealHash } = verified;
  if (sealHash === undefined || paths.length === 0) return;
  const certificate = certificateOf({ ...verified, sealHash }, new Date().toISOString());
  const json = `${JSON.stringify(certificate, undefined, 2)}\n`;
  const text = `${certificateText(certificate).join('\n')}\n`;
  for (const path of paths) {
    // Whole or not at all.
    writeFileSync(`${path}.part`, path.endsWith('.json') ? json : text);
    renameSync(`${path}.part`, path);
  }
};
