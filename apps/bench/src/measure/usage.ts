import { readdirSync, readFileSync } from 'node:fs';

/** The process ids of a system by name; PostgreSQL is the server with all its children. */
export type ProcessPids = Readonly<Record<string, number>>;

interface PartUsage {
  /** Seconds of CPU since the process began. */
  readonly cpuSeconds: number;
  readonly memoryMb: number;
}

export type Usage = Readonly<Record<string, PartUsage>>;

/** USER_HZ, the same on every Linux that Node.js supports. */
const ticksPerSecond = 100;

/** The process whose children count with it; those of the others have names of their own. */
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

/** The usage of the same processes between two measurements. */
export const usedBetween = (before: Usage, after: Usage): Usage =>
  Object.fromEntries(
    Object.entries(after).map(([part, now]) => [
      part,
      { ...now, cpuSeconds: now.cpuSeconds - (before[part]?.cpuSeconds ?? 0) },
    ]),
  );

/** The state of a process according to proc(5). */
interface ProcessState {
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
const processState = (pid: number): ProcessState | undefined => {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The program name is in parentheses and may hold anything; fields are counted after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (index: number): number => Number(fields[index] ?? 0);
  return {
    pid,
    parent: field(1),
    ticks: field(11) + field(12),
    endedChildrenTicks: field(13) + field(14),
  };
};

/** The process and its descendants; empty on a system without /proc. */
const processTree = (root: number): ProcessState[] => {
  const states = processIds().flatMap((pid) => processState(pid) ?? []);
  const found = states.filter(({ pid }) => pid === root);
  // The array grows during the loop, so that the children of each found process are found too.
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
 * Memory in MB. Each process counts its share of a shared page, so that the buffers of PostgreSQL
 * count once. It is resident memory where the kernel does not report shares.
 */
export const memoryMb = (pid: number): number => {
  const shares = /^Pss:\s+(\d+)/m.exec(readText(`/proc/${pid}/smaps_rollup`) ?? '');
  const resident = /^VmRSS:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`) ?? '');
  return Number(shares?.[1] ?? resident?.[1] ?? 0) / 1024;
};

/** Resident memory of one process in MB, as in `ps`. */
export const residentMb = (pid: number): number => {
  const resident = /^VmRSS:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`) ?? '');
  return Number(resident?.[1] ?? 0) / 1024;
};

/**
 * Milliseconds of the machine's monotonic clock, comparable between its processes (unlike
 * `performance.now`).
 */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;
