import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from './process-identity.js';

/** A child process of the instance. */
export interface RunningProcess {
  readonly pid: number;
  /** Tells the process from a later one of the same number. */
  readonly identity: string;
  readonly url?: string;
  readonly port?: number;
  /** Where its processes serve their metrics. */
  readonly metricsUrls?: readonly string[];
}

/** A part that keeps dying; the others go on without it. */
export interface FailingProcess {
  /** How it ended the last time, in words. */
  readonly ending: string;
  /** In a row. */
  readonly deaths: number;
  readonly since: string;
}

/** The instance that runs on a DATA_DIR: `run.json`, for the operator's commands, scripts and the next start. */
export interface RunFile {
  readonly pid: number;
  readonly identity: string;
  /** Where the API is; absent until it listens. */
  readonly url?: string;
  readonly eventStoreUrl?: string;
  readonly databaseUrl?: string;
  /** Of the embedded card gateway, or of the one that STRIPE_API_BASE names. */
  readonly gatewayUrl?: string;
  readonly parts: Readonly<Record<string, RunningProcess>>;
  /** Absent while every part works. */
  readonly failing?: Readonly<Record<string, FailingProcess>>;
}

const fileOf = (dataDir: string): string => join(dataDir, 'run.json');

/** Replaced as a whole; its owner's eyes only, since the URLs hold a password. */
export const writeRunFile = (dataDir: string, content: RunFile): void => {
  const draft = `${fileOf(dataDir)}.new`;
  writeFileSync(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, fileOf(dataDir));
};

export const removeRunFile = (dataDir: string): void => {
  rmSync(fileOf(dataDir), { force: true });
};

/** What the last start wrote, whether it still runs or not; a file that a power cut left empty or torn counts as absent. */
export const readRunFile = (dataDir: string): RunFile | undefined => {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as RunFile;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** The instance that runs now on `dataDir`, if there is one. */
export const runningInstance = (dataDir: string): RunFile | undefined => {
  const content = readRunFile(dataDir);
  return content !== undefined && processIdentity(content.pid) === content.identity
    ? content
    : undefined;
};
