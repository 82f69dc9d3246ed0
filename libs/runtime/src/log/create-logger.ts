import { destination, pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Settings } from '../settings/load-settings.js';
import { printableLogLine } from '../text/printable.js';

export type { Logger } from 'pino';

const secretNames = [
  'password',
  'secret',
  'clientSecret',
  'client_secret',
  'access_token',
  'accessToken',
  'authorization',
  'databaseUrl',
  'eventStoreUrl',
  'ledgerSecretKey',
  'newLedgerSecretKey',
  'previousLedgerSecretKey',
  'bootstrapClientSecret',
];

/** What says who somebody is. No line is meant to have it; should one come, it is not written. */
const personalNames = [
  'customer',
  'customerDetails',
  'billingAddress',
  'shippingAddress',
  'email',
  'phone',
  'firstName',
  'lastName',
  'company',
];

/** PostgreSQL tells in them what stood in a row or in a parameter. */
const tellingOfErrors = ['detail', 'where', 'internalQuery'].flatMap((name) => [
  `err.${name}`,
  // An error that is part of another one, or one of several.
  `err.*.${name}`,
  `err.aggregateErrors[*].${name}`,
]);

/** Each name at the top and one or two levels down, where pino's redaction does not search by itself. */
const redacted = [
  ...[...secretNames, ...personalNames].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  ...tellingOfErrors,
];

const standardOutput = 1;

/** How a line looks on a terminal. */
const prettyOptions = {
  destination: standardOutput,
  sync: true,
  ignore: 'pid,hostname',
  translateTime: 'HH:MM:ss.l',
};

/** The format in force: what was asked for, else `pretty` on a terminal and `json` elsewhere. */
export const logFormat = (settings: Pick<Settings, 'logFormat'>): 'pretty' | 'json' =>
  settings.logFormat ?? (process.stdout.isTTY ? 'pretty' : 'json');

/** Where lines in JSON go to be written, as the format in force has them. */
export const logStream = (
  settings: Pick<Settings, 'logFormat'>,
  stream: number = standardOutput,
): DestinationStream => {
  if (logFormat(settings) === 'json') return destination({ dest: stream, sync: true });
  const shown = pretty({ ...prettyOptions, destination: stream });
  return { write: (line) => void shown.write(printableLogLine(line)) };
};

/**
 * The process's log. Lines are written synchronously, so that the last ones before an exit are not lost.
 * `stream` is a file descriptor: 1 unless a command keeps standard output for its answer.
 */
export const createLogger = (
  settings: Pick<Settings, 'logLevel' | 'logFormat'>,
  name: string,
  stream: number = standardOutput,
): Logger => {
  const options = {
    name,
    level: settings.logLevel,
    redact: { paths: redacted, censor: '[redacted]' },
  };
  return pino(options, logStream(settings, stream));
};
