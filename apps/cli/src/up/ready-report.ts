import { closeSync, renameSync, writeFileSync, writeSync } from 'node:fs';

/** What scripts and tests are told once `up` is ready. */
export interface ReadyReport {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly orderId?: string;
  /** Names of parts that do not work; the others go on without them. */
  readonly failing?: readonly string[];
}

export interface ReadyTargets {
  readonly fd: number | undefined;
  readonly file: string | undefined;
}

const standardError = 2;

/** Writes the report to READY_FD, which is closed then unless it is standard output or error, and to `--ready-file`, which appears complete or not at all. */
export const reportReadiness = (report: ReadyReport, targets: ReadyTargets): void => {
  const text = `${JSON.stringify(report)}\n`;
  if (targets.fd !== undefined) {
    writeSync(targets.fd, text);
    if (targets.fd > standardError) closeSync(targets.fd);
  }
  if (targets.file !== undefined) {
    const draft = `${targets.file}.${process.pid}`;
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, targets.file);
  }
};
