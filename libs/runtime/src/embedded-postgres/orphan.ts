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
 * True if the process works in this directory. A server works in its cluster's directory, whatever
 * path it was started with.
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
 * Fast shutdown, then immediate shutdown, then SIGKILL; each is safe, the later ones cost a crash
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
 * Clears the remains of a killed start. A server of this cluster that still runs is stopped, so
 * that a second one never joins it. A pid file whose number belongs to another program by now, as
 * after a reboot, is removed.
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
