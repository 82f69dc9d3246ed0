import { appendFileSync } from 'node:fs';

/** A log line about an unforeseen error. */
export interface Alarm {
  readonly part: string;
  readonly line: string;
}

const alarmsMax = 50;
const errorLevel = 50;

/** The line that Node.js writes at the end of every uncaught exception or rejection. */
const uncaught = /^Node\.js v\d/;

/** Messages that, at the level of an error, no fault explains. */
const alarming = new Set([
  // The API answers 500 only for errors that it has no answer for.
  'request failed',
  // Nobody captures at the gateway by hand.
  'the gateway contradicts the ledger; somebody has to look at it',
]);

interface LogLine {
  readonly level?: number;
  readonly msg?: string;
}

const parsed = (line: string): LogLine | undefined => {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return undefined;
  }
};

/** The output of a part: kept in a file, and searched for lines that must never appear. */
export class PartLog {
  readonly alarms: Alarm[] = [];
  private lastPlain: string[] = [];

  constructor(
    private readonly part: string,
    private readonly file: string,
  ) {}

  take(line: string): void {
    appendFileSync(this.file, `${line}\n`);
    const entry = parsed(line);
    if (entry === undefined) {
      this.lastPlain = [...this.lastPlain.slice(-30), line];
      if (uncaught.test(line)) this.raise(this.lastPlain.join('\n'));
    } else if ((entry.level ?? 0) >= errorLevel && alarming.has(entry.msg ?? '')) {
      this.raise(line);
    }
  }

  private raise(line: string): void {
    if (this.alarms.length < alarmsMax) this.alarms.push({ part: this.part, line });
  }
}
