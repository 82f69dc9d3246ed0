import { readdirSync, readFileSync } from 'node:fs';

/** The process ids of the measured processes by name. */
export type ProcessPids = Readonly<Record<string, number>>;

interface PartUsage {
  /** The CPU time in seconds since the process began. */
  readonly cpuSeconds: number;
  readonly memoryMb: number;
}

export type Usage = Readonly<Record<string, PartUsage>>;

/**
 * Linux counts CPU time in ticks (in /proc). A second has 100 ticks (USER_HZ) on every Linux that
 * Node.js supports.
 */
const ticksPerSecond = 100;

/**
 * PostgreSQL is counted together with its child processes, because the children do its work. The
 * children of the process `up` are not added to it, because each of them is counted under its own
 * name.
 */
const withChildren = 'postgres';

const usageOf = (part: string, pid: number): PartUsage => {
  const tree = part === withChildren ? processTree(pid) : [processState(pid)].filter(isThere);
  const ended = part === withChildren ? (tree[0]?.endedChildrenTicks ?? 0) : 0;
  const ticks = tree.reduce((sum, state) => sum + state.ticks, ended);
  const memory =
    tree.length === 1 ? residentMb(pid) : tree.reduce((sum, state) => sum + memoryMb(state.pid), 0);
  return { cpuSeconds: ticks / ticksPerSecond, memoryMb: memory };
};

const isThere = (state: ProcessState | undefined): state is ProcessState => state !== undefined;

export const usage = (pids: ProcessPids): Usage =>
  Object.fromEntries(Object.entries(pids).map(([part, pid]) => [part, usageOf(part, pid)]));

/**
 * The CPU time of the processes between two measurements, and their memory at the second
 * measurement.
 */
export const usedBetween = (before: Usage, after: Usage): Usage =>
  Object.fromEntries(
    Object.entries(after).map(([part, now]) => [
      part,
      { ...now, cpuSeconds: now.cpuSeconds - (before[part]?.cpuSeconds ?? 0) },
    ]),
  );

/** The state of a process, as /proc shows it (man page proc(5)). */
interface ProcessState {
  readonly pid: number;
  readonly parent: number;
  /**
   * The CPU time of the process in ticks. `endedChildrenTicks` is the CPU time of its children that
   * have already ended.
   */
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

/** Reads the state of a process; undefined if it has ended, or the system has no /proc. */
const processState = (pid: number): ProcessState | undefined => {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program name in parentheses, which may contain spaces. The line is
  // split after the name, so index 0 is the third field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (index: number): number => Number(fields[index] ?? 0);
  return {
    pid,
    parent: field(1),
    ticks: field(11) + field(12),
    endedChildrenTicks: field(13) + field(14),
  };
};

/** The states of a process and all its descendants; empty on a system without /proc. */
const processTree = (root: number): ProcessState[] => {
  const states = processIds().flatMap((pid) => processState(pid) ?? []);
  const found = states.filter(({ pid }) => pid === root);
  // The array grows during the loop, so that the children of each process in it are found too.
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
 * The memory of a process in MB, as its proportional set size: a memory page that several processes
 * share is divided among them. The shared buffers of PostgreSQL therefore count only once when its
 * processes are added up. If the kernel does not report this size, the resident memory is returned.
 */
export const memoryMb = (pid: number): number => {
  const shares = /^Pss:\s+(\d+)/m.exec(readText(`/proc/${pid}/smaps_rollup`) ?? '');
  const resident = /^VmRSS:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`) ?? '');
  return Number(shares?.[1] ?? resident?.[1] ?? 0) / 1024;
};

/** The resident memory of a process in MB, as `ps` shows it. */
export const residentMb = (pid: number): number => {
  const resident = /^VmRSS:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`) ?? '');
  return Number(resident?.[1] ?? 0) / 1024;
};

/**
 * The time in milliseconds on the monotonic clock of the machine. Unlike times of
 * `performance.now`, these times can be compared between processes.
 */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;
