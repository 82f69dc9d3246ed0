import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keepSecret } from '#runtime';
import type { Settings } from '#runtime';

/** The client that a first user gets without asking. */
export interface DemoClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the secret is kept, if it was generated. */
  readonly secretFile?: string;
  /** The secret was generated at this start, and is shown on a terminal; later ones only tell where it is. */
  readonly isNew: boolean;
}

/**
 * The client that is bootstrapped by `up`: the one the settings name, else `demo` with a generated secret. In
 * production nobody gets a client without asking.
 */
export const demoClient = (settings: Settings): DemoClient | undefined => {
  const { bootstrapClientId, bootstrapClientSecret, nodeEnv, dataDir } = settings;
  if (bootstrapClientId === undefined && nodeEnv === 'production') return undefined;
  const clientId = bootstrapClientId ?? 'demo';
  if (bootstrapClientSecret !== undefined) {
    return { clientId, clientSecret: bootstrapClientSecret, isNew: false };
  }
  const secretFile = join(dataDir, 'client.secret');
  const isNew = !existsSync(secretFile);
  const clientSecret = keepSecret(secretFile, () => randomBytes(24).toString('hex'));
  return { clientId, clientSecret, secretFile, isNew };
};
