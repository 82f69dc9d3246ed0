import type { Client, Pool } from 'pg';
import { SealedCustomers } from '#personal-data';
import type { PersonKeys } from '#personal-data';

/**
 * What the rows that show customers are compared by; nothing if this process has not the key that theirs are under, since
 * everything else can be verified without (docs/audit.md).
 */
export const comparableCustomers = async (
  keys: PersonKeys,
  client: Client | Pool,
): Promise<SealedCustomers | undefined> =>
  (await keys.isForeign(client)) ? undefined : new SealedCustomers(keys);
