import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

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
  // The second field is the program's name in parentheses and may hold anything; fields are counted behind it.
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
 * Tells a process from a later one that got the same number: process id, start time and boot. `undefined` if no such
 * process runs.
 */
export const processIdentity = (pid: number): string | undefined =>
  existsSync(bootIdFile) ? onLinux(pid) : elsewhere(pid);
