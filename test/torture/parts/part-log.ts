import { appendFileSync } from 'node:fs';

/** A line in the log of a process about an error that no fault of the test explains. */
export interface Alarm {
  readonly part: string;
  readonly line: string;
}

const alarmsMax = 50;
const errorLevel = 50;

/** Node.js writes this line after each uncaught exception or rejection. */
const uncaught = /^Node\.js v\d/;

/** Messages in the log that report errors which no fault explains. */
const alarming = new Set([
  // Logged with each 500: the API has met an error that it does not know.
  'request failed',
  // A person who captures at the gateway by hand could cause this message. In this test nobody
  // does.
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

/**
 * Writes the output of a process to a file, and collects as alarms the lines that must never appear
 * in the output.
 */
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
