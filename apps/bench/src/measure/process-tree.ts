import { readdirSync, readFileSync } from 'node:fs';

/** What the kernel says of one process (proc(5)). */
export interface ProcessState {
  readonly pid: number;
  readonly parent: number;
  /** Ticks of this process, and of its children that have ended and were waited for. */
  readonly ticks: number;
  readonly endedChildrenTicks: number;
}

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** `undefined` when the process has gone, or the system has no /proc. */
export const processState = (pid: number): ProcessState | undefined => {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The program's name is in parentheses and may hold anything; fields are counted behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (index: number): number => Number(fields[index] ?? 0);
  return {
    pid,
    parent: field(1),
    ticks: field(11) + field(12),
    endedChildrenTicks: field(13) + field(14),
  };
};

/** The process and all that descend from it; empty where there is no /proc. */
export const processTree = (root: number): ProcessState[] => {
  const states = processIds().flatMap((pid) => processState(pid) ?? []);
  const found = states.filter(({ pid }) => pid === root);
  // Grows while it is walked: children are looked for below every process found.
  for (const { pid: parent } of found) {
    found.push(...states.filter((state) => state.parent === parent));
  }
  return found;
};

const processIds = (): number[] => {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
};

/**
 * Memory in MB. Of a shared page each process that maps it counts its share, so that the buffers of PostgreSQL count once;
 * resident memory where the kernel does not tell the shares.
 */
export const memoryMb = (pid: number): number => {
  const shares = /^Pss:\s+(\d+)/m.exec(readText(`/proc/${pid}/smaps_rollup`) ?? '');
  const resident = /^VmRSS:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`) ?? '');
  return Number(shares?.[1] ?? resident?.[1] ?? 0) / 1024;
};

/** Resident memory of one process in MB, as `ps` tells it. */
export const residentMb = (pid: number): number => {
  const resident = /^VmRSS:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`) ?? '');
  return Number(resident?.[1] ?? 0) / 1024;
};
