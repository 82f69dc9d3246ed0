import { appendFileSync } from 'node:fs';

/** A logged error that no injected fault explains, so it shows a mistake in the ledger. */
export interface Alarm {
  readonly part: string;
  readonly line: string;
}

const alarmsMax = 50;
const errorLevel = 50;

/** The line that Node.js prints after an uncaught error, just before the process ends. */
const uncaught = /^Node\.js v\d/;

/** Log messages that always show a mistake, because no injected fault explains them. */
const alarming = new Set([
  // The API logs this for each answer with status 500, which means an error it did not expect.
  'request failed',
  // Somebody who captures at the gateway by hand could also cause this message, but nobody does
  // that in this test.
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
 * Writes the output of a process to a file. Lines that must never appear are collected as alarms.
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
