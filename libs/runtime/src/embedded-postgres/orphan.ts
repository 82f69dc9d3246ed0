import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from '../instance/run-file.js';

const pidFile = 'postmaster.pid';

const commandLine = (pid: number): string => {
  const file = `/proc/${pid}/cmdline`;
  if (existsSync('/proc/self/cmdline')) {
    return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ') : '';
  }
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
};

/**
 * True if this directory is the working directory of the process. The working directory of a
 * PostgreSQL server is the directory of its cluster, no matter which path was given at its start.
 */
const worksIn = (pid: number, directory: string): boolean => {
  try {
    return realpathSync(`/proc/${pid}/cwd`) === realpathSync(directory);
  } catch {
    return false;
  }
};

const recordedPid = (directory: string): number | undefined => {
  const file = join(directory, pidFile);
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
};

const ended = async (pid: number, identity: string, waitMs: number): Promise<boolean> => {
  const deadline = Date.now() + waitMs;
  while (processIdentity(pid) === identity) {
    if (Date.now() > deadline) return false;
    await delay(50);
  }
  return true;
};

/**
 * The signals that stop a server, in the order in which they are tried: fast shutdown, immediate
 * shutdown, SIGKILL. None of them loses data; after the last two the next start needs a crash
 * recovery.
 */
const escalation = [
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

const stop = async (pid: number, identity: string): Promise<void> => {
  for (const { signal, waitMs } of escalation) {
    process.kill(pid, signal);
    if (await ended(pid, identity, waitMs)) return;
  }
  throw new Error(`PostgreSQL process ${pid} of an earlier start could not be stopped.`);
};

/**
 * Cleans up after a start that was killed. If a server of this cluster still runs, it is stopped,
 * because two servers must never use the same files. After a reboot, the process id in the pid file
 * may belong to a different program. The pid file is then removed.
 */
export const clearOrphan = async (directory: string): Promise<'none' | 'stopped'> => {
  const pid = recordedPid(directory);
  const identity = pid === undefined ? undefined : processIdentity(pid);
  if (pid === undefined || identity === undefined) return 'none';
  if (commandLine(pid).includes(directory) || worksIn(pid, directory)) {
    await stop(pid, identity);
    return 'stopped';
  }
  rmSync(join(directory, pidFile), { force: true });
  return 'none';
};
