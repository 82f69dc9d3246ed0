import { ensureDataDir, secretKey } from '#runtime';
import type { RunningPart } from '#runtime';
import { databaseUrlOf, eventStoreUrlOf } from '../connections.js';
import { explainListenError } from '../check-port.js';
import { bootstrapSettings } from './bootstrap-settings.js';
import type { PartContext } from './part.command.js';

export const startApi = async ({ settings, logger }: PartContext): Promise<RunningPart> => {
  const { host, port, publicUrl } = settings;
  const bootstrap = bootstrapSettings(settings);
  if (settings.ledgerSecretKey === undefined) ensureDataDir(settings.dataDir);
  const { runApi } = await import('../../../api/src/main.js');
  try {
    return await runApi({
      host,
      port,
      eventStoreUrl: eventStoreUrlOf(settings),
      databaseUrl: databaseUrlOf(settings),
      secretKey: secretKey(settings),
      logger,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(bootstrap === undefined ? {} : { bootstrap }),
    });
  } catch (error) {
    throw explainListenError(error, { port: 'PORT', host: 'HOST' }, { port, host });
  }
};
