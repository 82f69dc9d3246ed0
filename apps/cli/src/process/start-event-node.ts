import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Registry } from 'prom-client';
import {
  ensureDataDir,
  InvalidSettings,
  type LedgerProcess,
  makeFolder,
  type Settings,
} from '#runtime';
import { explainListenError } from '../connections.js';
import { type ProcessContext, withMetrics } from './process-context.js';
const defaultPort = 2113;

/**
 * Returns the files of the TLS certificate and its key, or `undefined` without TLS. Both must be
 * set together. EVENT_NODE_USERS needs both, because passwords must not be sent unencrypted.
 *
 * @throws InvalidSettings if a file is missing
 */
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
    `${variable}: found nothing, needed with the other EVENT_NODE_TLS_ setting or EVENT_NODE_USERS`,
  ]);

export const startEventNode = async (context: ProcessContext): Promise<LedgerProcess> =>
  withMetrics(context, (metrics) => startNode(context, metrics));

const startNode = async (
  { settings, logger }: ProcessContext,
  metrics: Registry,
): Promise<LedgerProcess> => {
  const { eventNodeHost: host, eventNodePort: port = defaultPort } = settings;
  ensureDataDir(settings.dataDir);
  const dataDir = eventNodeDir(settings);
  makeFolder(dataDir, 0o700);
  // `makeFolder` sets the permissions only on a new folder. After a restore, an existing folder
  // could be readable by other users.
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

/** The data directory of the embedded event node. */
export const eventNodeDir = ({ dataDir }: Settings): string => join(dataDir, 'event-node');

type EventNodeModule = typeof import('../../../event-node/src/main.js');

/**
 * Returns true if the error says that the native library of LMDB is missing. The production image
 * does not contain this library.
 */
const isWithoutEngine = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('No native build was found');

/**
 * Loads the module of the event node. Throws `InvalidSettings` if its native library is missing.
 */
export const loadEventNode = async (): Promise<EventNodeModule> => {
  try {
    return await import('../../../event-node/src/main.js');
  } catch (error) {
    if (!isWithoutEngine(error)) throw error;
    throw new InvalidSettings([
      'EVENTSTORE_URL: found nothing, and the embedded event node cannot run here, because the native library of ' +
        `lmdb is not installed (for ${process.platform}-${process.arch}, left out by --omit=optional); ` +
        'allowed is an esdb:// or esdb+discover:// connection string',
    ]);
  }
};
