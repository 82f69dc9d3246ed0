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
 * Fields that identify a person. No log line should have such a field. If a log line has one, the
 * value is not written.
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

/** Fields of PostgreSQL's errors that contain values of rows and parameters. */
const tellingOfErrors = ['detail', 'where', 'internalQuery'].flatMap((name) => [
  `err.${name}`,
  // PostgreSQL's error may also be the cause of another error, or one of several in an
  // `AggregateError`.
  `err.*.${name}`,
  `err.aggregateErrors[*].${name}`,
]);

/**
 * Secret and personal fields are hidden at the top level and up to two levels below. Each level is
 * written out, because pino's redaction does not search nested objects by itself.
 */
const redacted = [
  ...[...secretNames, ...personalNames].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  ...tellingOfErrors,
];

const standardOutput = 1;

/** The layout of log lines on a terminal. */
const prettyOptions = {
  destination: standardOutput,
  sync: true,
  ignore: 'pid,hostname',
  translateTime: 'HH:MM:ss.l',
};

/**
 * The format of log lines: `logFormat` of the settings; by default `pretty` on a terminal and
 * `json` elsewhere.
 */
export const logFormat = (settings: Pick<Settings, 'logFormat'>): 'pretty' | 'json' =>
  settings.logFormat ?? (process.stdout.isTTY ? 'pretty' : 'json');

/** A stream that takes log lines in JSON and writes them in the format of the settings. */
export const logStream = (
  settings: Pick<Settings, 'logFormat'>,
  stream: number = standardOutput,
): DestinationStream => {
  if (logFormat(settings) === 'json') return destination({ dest: stream, sync: true });
  const shown = pretty({ ...prettyOptions, destination: stream });
  return { write: (line) => void shown.write(printableLogLine(line)) };
};

/**
 * The log of this process. Lines are written synchronously, so that the last ones before an exit
 * are not lost. `stream` is a file descriptor: a command that prints its answer on standard output
 * writes its log to a different descriptor.
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
 * Writes at most `perSecondMax` warnings a second. A single failure can cause thousands of
 * warnings, and writing them all would cost more than the failed requests. The next written warning
 * contains the number of omitted warnings as `leftOut`.
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

/** Writes JSON log lines of child processes in the format of this process. */
const jsonWriter = (settings: LogSettings): ((line: string) => void) => {
  const stream = logStream(settings);
  return (line) => {
    stream.write(`${line}\n`);
  };
};

/**
 * Forwards the output lines of child processes to the log. A line that is a log line already is
 * written unchanged. Any other line, such as the stack of a crash, becomes a warning with the name
 * of the process.
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
