import { accessMigrations, bootstrapClient } from '#access';
import { personalDataMigrations } from '#personal-data';
import { readModelMigrations } from '#read-models';
import { migrate } from '#runtime';
import { webhookMigrations } from '#webhooks';
import type { ApiOptions } from '../api-options.js';
import type { ApiParts } from './api-parts.js';
import { makeParts } from './make-parts.js';

/** Makes and connects the parts; brings the tables and the bootstrap client up to date. */
export const openParts = async (options: ApiOptions): Promise<ApiParts> => {
  const parts = makeParts(options);
  try {
    await migrate(parts.pool, [
      accessMigrations,
      personalDataMigrations,
      readModelMigrations,
      webhookMigrations,
    ]);
    await parts.personKeys.begin(parts.pool);
    if (options.bootstrap !== undefined) await bootstrapClient(parts.pool, options.bootstrap);
    // Before anything is appended: the log may not be this ledger's.
    await parts.ledgerState.start();
    await parts.identity.start((error) => {
      parts.logger.warn({ err: error }, 'the identity of the ledger could not be read');
    });
    await tellMisnamedZones(parts);
    await parts.revocations.start();
    parts.positions.start();
    parts.failedLogIns.start();
  } catch (error) {
    await closeParts(parts);
    throw error;
  }
  return parts;
};

const tellMisnamedZones = async ({ stores, logger }: ApiParts): Promise<void> => {
  for (const misnamed of await stores.misnamedZones()) {
    logger.warn(
      misnamed,
      'the time zone of a store has no IANA name; `ledger store zone` gives one',
    );
  }
};

/** Ends what `openParts` began, after the last request was answered. */
export const closeParts = async (parts: ApiParts): Promise<void> => {
  parts.identity.stop();
  await Promise.allSettled([
    parts.revocations.stop(),
    parts.positions.stop(),
    parts.ledgerState.stop(),
    parts.failedLogIns.stop(),
  ]);
  await Promise.allSettled([parts.eventStore.dispose(), parts.pool.end()]);
};
