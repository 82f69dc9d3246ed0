import { ensureDataDir, secretKey, startEmbeddedPostgres } from '#runtime';
import type { RunningPart } from '#runtime';
import { WrongUsage } from '../wrong-usage.js';
import type { PartContext } from './part-context.js';

export const startPostgres = async (
  { settings, logger }: PartContext,
  { port = '0' }: { readonly port?: string },
): Promise<RunningPart> => {
  if (!/^\d{1,5}$/.test(port)) throw new WrongUsage(`--port ${port} is not a port`);
  ensureDataDir(settings.dataDir);
  // A key that is to be made is made before the database that it belongs to.
  if (settings.nodeEnv !== 'production') secretKey(settings);
  return startEmbeddedPostgres({ dataDir: settings.dataDir, port: Number(port), logger });
};
