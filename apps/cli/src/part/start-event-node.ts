import { chmodSync, mkdirSync } from 'node:fs';
import { ensureDataDir } from '#runtime';
import type { RunningPart } from '#runtime';
import { explainListenError } from '../check-port.js';
import { eventNodeDir } from './event-node-dir.js';
import type { PartContext } from './part.command.js';

const defaultPort = 2113;

export const startEventNode = async ({ settings, logger }: PartContext): Promise<RunningPart> => {
  const { eventNodeHost: host, eventNodePort: port = defaultPort } = settings;
  ensureDataDir(settings.dataDir);
  const dataDir = eventNodeDir(settings);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // The mode above is for a new folder only; one that was restored from a copy may be open to others.
  chmodSync(dataDir, 0o700);
  const { runEventNode } = await import('../../../event-node/src/main.js');
  try {
    return await runEventNode({ host, port, dataDir, logger });
  } catch (error) {
    const variables = { port: 'EVENT_NODE_PORT', host: 'EVENT_NODE_HOST' };
    throw explainListenError(error, variables, { port, host });
  }
};
