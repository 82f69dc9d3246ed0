import { gateway } from './gateway-settings.js';
import { evidence, listening, metrics, webhooks } from './process-settings.js';
import { storeApi } from './store-api-settings.js';
import {
  bootstrapStores,
  eventStoreUrl,
  key32,
  matching,
  oneOf,
  optional,
  port,
  type Setting,
  text,
  urlOf,
  wholeNumber,
  withDefault,
} from './setting.js';

const state = {
  dataDir: withDefault(
    {
      variable: 'DATA_DIR',
      fallback: './data',
      meaning: 'All embedded state: event node, PostgreSQL, generated keys, `run.json`',
      allowed: 'a path',
    },
    text,
  ),
  eventStoreUrl: optional(
    {
      variable: 'EVENTSTORE_URL',
      fallback: 'embedded',
      meaning: 'EventStoreDB connection string',
      allowed: 'an esdb:// or esdb+discover:// connection string',
      secret: true,
    },
    eventStoreUrl,
  ),
  databaseUrl: optional(
    {
      variable: 'DATABASE_URL',
      fallback: 'embedded',
      meaning: 'PostgreSQL',
      allowed: 'a postgres:// or postgresql:// URL',
      secret: true,
    },
    urlOf('postgres:', 'postgresql:'),
  ),
  eventNodeHost: withDefault(
    {
      variable: 'EVENT_NODE_HOST',
      fallback: '127.0.0.1',
      meaning: 'Address on which the event node listens',
      allowed: 'a host name or an IP address',
    },
    matching(/^[A-Za-z0-9.:_-]{1,253}$/),
  ),
  eventNodePort: optional(
    {
      variable: 'EVENT_NODE_PORT',
      fallback: '2113 for `ledger event-node` alone, a free port under `up`',
      meaning: 'Port on which the event node listens; `0` picks a free one',
      allowed: 'a whole number from 0 to 65535',
    },
    port,
  ),
};

const eventNode = {
  eventNodeTlsCertFile: optional(
    {
      variable: 'EVENT_NODE_TLS_CERT_FILE',
      fallback: 'plaintext',
      meaning:
        "The event node's certificate (PEM), followed by the certificates of its issuers; needs `EVENT_NODE_TLS_KEY_FILE`",
      allowed: 'a path',
    },
    text,
  ),
  eventNodeTlsKeyFile: optional(
    {
      variable: 'EVENT_NODE_TLS_KEY_FILE',
      fallback: 'plaintext',
      meaning: 'The key of that certificate (PEM, without a passphrase)',
      allowed: 'a path',
    },
    text,
  ),
  eventNodeUsers: optional(
    {
      variable: 'EVENT_NODE_USERS',
      fallback: 'everyone',
      meaning: 'Who may use the event node; needs TLS, since clients send credentials only there',
      allowed: '`name:password`, comma separated, without spaces, at most 100',
      secret: true,
    },
    matching(/^[^\s:,]+:[^\s,]+(,[^\s:,]+:[^\s,]+){0,99}$/),
  ),
  eventNodeAppendBytesMax: withDefault(
    {
      variable: 'EVENT_NODE_APPEND_BYTES_MAX',
      fallback: '1048576',
      meaning:
        'Largest append that the event node accepts: data, metadata and types of its events together',
      allowed: 'a whole number from 1024 to 16777216',
    },
    wholeNumber(1_024, 16_777_216),
  ),
};

const access = {
  ledgerSecretKey: optional(
    {
      variable: 'LEDGER_SECRET_KEY',
      fallback: 'generated into `DATA_DIR`; required when `NODE_ENV=production`',
      meaning: '32 bytes, base64: token signing and encryption at rest are derived from it',
      allowed: '32 bytes in base64 (`openssl rand -base64 32` makes one)',
      secret: true,
    },
    key32,
  ),
  previousLedgerSecretKey: optional(
    {
      variable: 'LEDGER_SECRET_KEY_PREVIOUS',
      fallback: 'none',
      meaning:
        'A second key that is accepted while `LEDGER_SECRET_KEY` is changed: tokens and stored secrets made with it can be read, but new ones are not made with it',
      allowed: '32 bytes in base64 (`openssl rand -base64 32` makes one)',
      secret: true,
    },
    key32,
  ),
  newLedgerSecretKey: optional(
    {
      variable: 'NEW_LEDGER_SECRET_KEY',
      fallback: 'none',
      meaning: 'Only for `ledger rewrap`: the next `LEDGER_SECRET_KEY`',
      allowed: '32 bytes in base64 (`openssl rand -base64 32` makes one)',
      secret: true,
    },
    key32,
  ),
  bootstrapClientId: optional(
    {
      variable: 'BOOTSTRAP_CLIENT_ID',
      fallback: '`demo` under `up`, else none',
      meaning: 'A client with all scopes for `BOOTSTRAP_STORES`, created or updated at start',
      allowed: '1 to 64 of A-Z a-z 0-9 . _ -',
    },
    matching(/^[A-Za-z0-9._-]{1,64}$/),
  ),
  bootstrapClientSecret: optional(
    {
      variable: 'BOOTSTRAP_CLIENT_SECRET',
      fallback: 'generated into `DATA_DIR` under `up`, else none',
      meaning: 'Secret of the bootstrap client',
      allowed: '1 to 256 visible ASCII characters',
      secret: true,
    },
    matching(/^[\x21-\x7e]{1,256}$/),
  ),
  bootstrapStores: withDefault(
    {
      variable: 'BOOTSTRAP_STORES',
      fallback: 'demo-se:B2C:SEK',
      meaning: 'Stores of the bootstrap client, created or updated at start',
      allowed:
        'distinct `id:segment:currency`, comma separated, segment B2C or B2B, currency of ISO 4217, at most 100',
    },
    bootstrapStores,
  ),
};

const operation = {
  logLevel: withDefault(
    {
      variable: 'LOG_LEVEL',
      fallback: 'info',
      meaning: 'Lowest level that is logged',
      allowed: 'one of fatal, error, warn, info, debug, trace, silent',
    },
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  ),
  logFormat: optional(
    {
      variable: 'LOG_FORMAT',
      fallback: '`pretty` on a terminal, else `json`',
      meaning: 'Format of log lines',
      allowed: 'pretty or json',
    },
    oneOf('pretty', 'json'),
  ),
  readyFd: optional(
    {
      variable: 'READY_FD',
      fallback: 'none',
      meaning: 'File descriptor to which `up` writes `{"url","pid",...}` once ready',
      allowed: 'a whole number from 1 to 1023',
    },
    wholeNumber(1, 1023),
  ),
  nodeEnv: optional(
    {
      variable: 'NODE_ENV',
      fallback: 'none',
      meaning: '`production` refuses generated keys',
      allowed: 'a name in lower case, such as production, development or test',
    },
    matching(/^[a-z]{1,32}$/),
  ),
};

/**
 * All settings (operations.md, "Settings"). The table in docs/operations.md and the error messages
 * are made from this object.
 */
export const settingsSchema = {
  ...listening,
  ...state,
  ...eventNode,
  ...gateway,
  ...access,
  ...storeApi,
  ...webhooks,
  ...evidence,
  ...metrics,
  ...operation,
};

const code = (fallback: string): string =>
  /^[\w./:-]+$/.test(fallback) && !['embedded', 'none'].includes(fallback)
    ? `\`${fallback}\``
    : fallback;

const row = ({ variable, fallback, meaning, allowed, secret }: Setting<unknown>): string =>
  `| \`${variable}\`${secret ? ', `' + variable + '_FILE`' : ''} | ${code(fallback)} | ${meaning} | ${allowed} |`;

/** The Markdown table of all settings for docs/operations.md. */
export const settingsTable = (): string =>
  [
    '| variable | default | meaning | allowed |',
    '|---|---|---|---|',
    ...Object.values<Setting<unknown>>(settingsSchema).map(row),
  ].join('\n');
