import { pino } from 'pino';
import { stringify } from 'yaml';
import { createApi } from '../create-api.js';
import { makeServices, closeServices } from '../services/make-services.js';
import { describeApi } from './describe-api.js';

/**
 * Addresses where no server listens. Generating the document needs settings, but does not connect
 * to anything.
 */
const nowhere = {
  databaseUrl: 'postgres://127.0.0.1:1/none',
  eventStoreUrl: 'esdb://127.0.0.1:1?tls=false',
};

/** The text that the checked-in `openapi.yaml` must have, generated from the code. */
export const openapiYaml = async (): Promise<string> => {
  const logger = pino({ level: 'silent' });
  const parts = makeServices({ ...nowhere, secretKey: new Uint8Array(32), logger });
  const app = await createApi(parts, { docs: false });
  try {
    return stringify(describeApi(app), { lineWidth: 100, aliasDuplicateObjects: false });
  } finally {
    await app.close();
    await closeServices(parts);
  }
};
