import { destination, type DestinationStream, type Logger, pino } from 'pino';
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

/**
 * Names of fields that identify a person. No line should have them; if one does, they are not
 * written.
 */
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

/** Fields of PostgreSQL's errors that show the content of rows and parameters. */
const tellingOfErrors = ['detail', 'where', 'internalQuery'].flatMap((name) => [
  `err.${name}`,
  // An error inside another one, or one of several.
  `err.*.${name}`,
  `err.aggregateErrors[*].${name}`,
]);

/**
 * Each name at the top and one or two levels down, where pino's redaction does not search by
 * itself.
 */
const redacted = [
  ...[...secretNames, ...personalNames].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  ...tellingOfErrors,
];

const standardOutput = 1;

/** The layout of a line on a terminal. */
const prettyOptions = {
  destination: standardOutput,
  sync: true,
  ignore: 'pid,hostname',
  translateTime: 'HH:MM:ss.l',
};

/**
 * The format in force: the one that is set, otherwise `pretty` on a terminal and `json` elsewhere.
 */
export const logFormat = (settings: Pick<Settings, 'logFormat'>): 'pretty' | 'json' =>
  settings.logFormat ?? (process.stdout.isTTY ? 'pretty' : 'json');

/** The stream that takes lines in JSON and writes them in the format in force. */
export const logStream = (
  settings: Pick<Settings, 'logFormat'>,
  stream: number = standardOutput,
): DestinationStream => {
  if (logFormat(settings) === 'json') return destination({ dest: stream, sync: true });
  const shown = pretty({ ...prettyOptions, destination: stream });
  return { write: (line) => void shown.write(printableLogLine(line)) };
};

/**
 * The process's log. Lines are written synchronously, so that the last ones before an exit are not
 * lost. `stream` is a file descriptor: 1 unless a command keeps standard output for its answer.
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

/**
 * Writes a limited number of warnings a second; the next one has the number of those left out. A
 * single failure can cause thousands, and writing all of them would cost more than the requests
 * that they are about.
 */
export class ThrottledWarnings {
  readonly #logger: Pick<Logger, 'warn'>;
  readonly #perSecondMax: number;
  readonly #now: () => number;
  #second = 0;
  #written = 0;
  #leftOut = 0;

  constructor(logger: Pick<Logger, 'warn'>, perSecondMax = 10, now: () => number = Date.now) {
    this.#logger = logger;
    this.#perSecondMax = perSecondMax;
    this.#now = now;
  }

  warn(fields: object, message: string): void {
    const second = Math.floor(this.#now() / 1_000);
    if (second !== this.#second) this.#written = 0;
    this.#second = second;
    if (this.#written >= this.#perSecondMax) {
      this.#leftOut += 1;
      return;
    }
    this.#written += 1;
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    this.#logger.warn(leftOut === 0 ? fields : { ...fields, leftOut }, message);
  }
}

type LogSettings = Pick<Settings, 'logLevel' | 'logFormat'>;

/** Writes the JSON log lines of child processes in the format of this process. */
const jsonWriter = (settings: LogSettings): ((line: string) => void) => {
  const stream = logStream(settings);
  return (line) => {
    stream.write(`${line}\n`);
  };
};

/**
 * Forwards the lines that child processes write. Their log lines have the process's name as `part`;
 * other text, such as the stack of a crash, becomes a log line with that name.
 */
export const lineForwarder = (
  settings: LogSettings,
): ((part: string) => (line: string) => void) => {
  const write = jsonWriter(settings);
  return (part) => {
    const logger = createLogger(settings, part);
    return (line) => {
      if (line.startsWith('{"level":')) write(line);
      else if (line.trim() !== '') logger.warn(line);
    };
  };
};
