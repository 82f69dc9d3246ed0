import { memoryMb, processState, processTree, residentMb } from './process-tree.js';
import type { ProcessState } from './process-tree.js';

/** The processes of a system by part; PostgreSQL is the server with all its children. */
export type PartPids = Readonly<Record<string, number>>;

export interface PartUsage {
  /** Seconds of CPU since the process began. */
  readonly cpuSeconds: number;
  readonly memoryMb: number;
}

export type Usage = Readonly<Record<string, PartUsage>>;

/** Of every Linux that Node runs on (USER_HZ). */
const ticksPerSecond = 100;

/** Its children are part of it; the children of the others are parts themselves. */
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

export const usage = (pids: PartPids): Usage =>
  Object.fromEntries(Object.entries(pids).map(([part, pid]) => [part, usageOf(part, pid)]));

/** What was used between two looks at the same processes. */
export const usedBetween = (before: Usage, after: Usage): Usage =>
  Object.fromEntries(
    Object.entries(after).map(([part, now]) => [
      part,
      { ...now, cpuSeconds: now.cpuSeconds - (before[part]?.cpuSeconds ?? 0) },
    ]),
  );
