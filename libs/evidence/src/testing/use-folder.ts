import { afterAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes temporary folders, which are gone after the specs. */
export const useFolder = (): { readonly make: () => string } => {
  const made: string[] = [];
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  return {
    make: () => {
      const folder = mkdtempSync(join(tmpdir(), 'ledger-evidence-'));
      made.push(folder);
      return folder;
    },
  };
};
