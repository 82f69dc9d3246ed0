import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A child process of the running instance. */
export interface RunningProcess {
  readonly pid: number;
  /**
   * The process id with the start time of the process and the boot of the machine. The id alone may
   * belong to a later process.
   */
  readonly identity: string;
  readonly url?: string;
  readonly port?: number;
  /** The URLs at which the process serves its metrics. */
  readonly metricsUrls?: readonly string[];
}

/** A process that dies again and again; the other processes go on without it. */
export interface FailingProcess {
  /** The latest ending of the process, such as `exit code 1`. */
  readonly ending: string;
  /** The number of deaths in a row. */
  readonly deaths: number;
  readonly since: string;
}

/**
 * The content of `run.json` in DATA_DIR, which describes the running instance to the operator's
 * commands, to scripts and to the next start.
 */
export interface RunFile {
  readonly pid: number;
  readonly identity: string;
  /** The URL of the API; absent until it listens. */
  readonly url?: string;
  readonly eventStoreUrl?: string;
  readonly databaseUrl?: string;
  /** The URL of the embedded card gateway, or of the gateway in STRIPE_API_BASE. */
  readonly gatewayUrl?: string;
  readonly parts: Readonly<Record<string, RunningProcess>>;
  /** The processes that keep dying, by name; absent if there are none. */
  readonly failing?: Readonly<Record<string, FailingProcess>>;
}

const fileOf = (dataDir: string): string => join(dataDir, 'run.json');

/** Replaces the whole file. Only its owner may read it, because the URLs contain passwords. */
export const writeRunFile = (dataDir: string, content: RunFile): void => {
  const draft = `${fileOf(dataDir)}.new`;
  writeFileSync(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, fileOf(dataDir));
};

export const removeRunFile = (dataDir: string): void => {
  rmSync(fileOf(dataDir), { force: true });
};

/**
 * The file that the latest start of an instance wrote, whether or not that instance still runs. A
 * file that a power cut left empty or incomplete counts as absent.
 */
export const readRunFile = (dataDir: string): RunFile | undefined => {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as RunFile;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** The instance that runs on `dataDir` now; `undefined` if none does. */
export const runningInstance = (dataDir: string): RunFile | undefined => {
  const content = readRunFile(dataDir);
  return content !== undefined && processIdentity(content.pid) === content.identity
    ? content
    : undefined;
};

const bootIdFile = '/proc/sys/kernel/random/boot_id';

const readProc = (pid: number): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
};

const onLinux = (pid: number): string | undefined => {
  const stat = readProc(pid);
  // `/proc/<pid>/stat` has the program's name in parentheses as its second field. The name may
  // contain spaces and parentheses, so the fields are counted from the last closing parenthesis.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state, started] = [fields[0], fields[19]];
  if (started === undefined || state === 'Z' || state === 'X') return undefined;
  return `${pid}/${started}/${readFileSync(bootIdFile, 'utf8').trim()}`;
};

const elsewhere = (pid: number): string | undefined => {
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  return status === 0 ? `${pid}/${stdout.trim()}` : undefined;
};

/**
 * Identifies a running process by its process id, start time and boot, because a later process may
 * have the same process id. `undefined` if no such process runs.
 */
export const processIdentity = (pid: number): string | undefined =>
  existsSync(bootIdFile) ? onLinux(pid) : elsewhere(pid);

/**
 * After `ledger up` has ended, its processes have this number of milliseconds to stop by
 * themselves.
 */
const patienceMs = 12_000;

const lives = ({ pid, identity }: RunningProcess): boolean => processIdentity(pid) === identity;

/**
 * Waits for the processes of a `ledger up` that was killed: they stop by themselves. Kills those
 * that do not stop in time, so that no two processes ever work on the same files.
 */
export const awaitFormerProcesses = async (dataDir: string): Promise<void> => {
  const parts = Object.values(readRunFile(dataDir)?.parts ?? {});
  const deadline = Date.now() + patienceMs;
  while (parts.some(lives) && Date.now() < deadline) await delay(50);
  for (const part of parts.filter(lives)) process.kill(part.pid, 'SIGKILL');
  while (parts.some(lives)) await delay(20);
};
