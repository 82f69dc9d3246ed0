import { accessSync, chmodSync, constants, existsSync, mkdirSync } from 'node:fs';
import { InvalidSettings } from '../settings/invalid-settings.js';

/** Others may pass through (PostgreSQL's own account must), but not list; what is secret has its own mode. */
const passOnly = 0o711;

/** Makes DATA_DIR, or stops the process with a reason if it cannot be used by this user. */
export const ensureDataDir = (dataDir: string): void => {
  try {
    if (!existsSync(dataDir)) {
      mkdirSync(dataDir, { recursive: true });
      chmodSync(dataDir, passOnly);
    }
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InvalidSettings([
      `DATA_DIR: found ${JSON.stringify(dataDir)}, which this user cannot write (${code ?? 'unknown'}); ` +
        'allowed is a folder of its own',
    ]);
  }
};
