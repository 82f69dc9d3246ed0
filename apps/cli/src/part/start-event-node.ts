import { chmodSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Registry } from 'prom-client';
import { ensureDataDir, InvalidSettings } from '#runtime';
import type { RunningPart, Settings } from '#runtime';
import { explainListenError } from '../check-port.js';
import { eventNodeDir } from './event-node-dir.js';
import { loadEventNode } from './load-event-node.js';
import type { PartContext } from './part-context.js';
import { withMetrics } from './with-metrics.js';

const defaultPort = 2113;

/** The files of the TLS settings, which need each other, and which users need. */
const tlsOf = (settings: Settings): { certFile: string; keyFile: string } | undefined => {
  const { eventNodeTlsCertFile, eventNodeTlsKeyFile, eventNodeUsers } = settings;
  if (eventNodeTlsCertFile !== undefined && eventNodeTlsKeyFile !== undefined) {
    return { certFile: resolve(eventNodeTlsCertFile), keyFile: resolve(eventNodeTlsKeyFile) };
  }
  if (eventNodeTlsCertFile !== undefined) throw needed('EVENT_NODE_TLS_KEY_FILE');
  if (eventNodeTlsKeyFile !== undefined) throw needed('EVENT_NODE_TLS_CERT_FILE');
  if (eventNodeUsers === undefined) return undefined;
  throw needed('EVENT_NODE_TLS_CERT_FILE');
};

const needed = (variable: string): InvalidSettings =>
  new InvalidSettings([
    `${variable}: found nothing; with the other EVENT_NODE_TLS_ setting or EVENT_NODE_USERS it is needed`,
  ]);

export const startEventNode = async (context: PartContext): Promise<RunningPart> =>
  withMetrics(context, (metrics) => startNode(context, metrics));

const startNode = async (
  { settings, logger }: PartContext,
  metrics: Registry,
): Promise<RunningPart> => {
  const { eventNodeHost: host, eventNodePort: port = defaultPort } = settings;
  ensureDataDir(settings.dataDir);
  const dataDir = eventNodeDir(settings);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // The mode above is for a new folder only; one that was restored from a copy may be open to others.
  chmodSync(dataDir, 0o700);
  const { InvalidTlsFiles, runEventNode, Users } = await loadEventNode();
  const users = settings.eventNodeUsers && Users.parse(settings.eventNodeUsers);
  const limits = { appendBytesMax: settings.eventNodeAppendBytesMax };
  try {
    const security = { tls: tlsOf(settings), users: users || undefined };
    return await runEventNode({ host, port, dataDir, logger, metrics, limits, ...security });
  } catch (error) {
    if (error instanceof InvalidTlsFiles) {
      throw new InvalidSettings([`EVENT_NODE_TLS_CERT_FILE: ${error.message}`]);
    }
    const variables = { port: 'EVENT_NODE_PORT', host: 'EVENT_NODE_HOST' };
    throw explainListenError(error, variables, { port, host });
  }
};
