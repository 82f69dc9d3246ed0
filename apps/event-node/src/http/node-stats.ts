import { freemem, totalmem } from 'node:os';

/** What the node counts about itself while it runs. */
export interface NodeCounts {
  /** The last durable position of the log. */
  readonly position: number;
  readonly connections: number;
  readonly calls: number;
  /** Bytes of appends that are not yet written, and their limit. */
  readonly heldBytes: number;
  readonly heldBytesMax: number;
}

const startTime = new Date(Date.now() - process.uptime() * 1000).toISOString();

/** The resource `/stats`: bytes, seconds of processor time since the start, and counts. */
export const nodeStats = (counts: NodeCounts): unknown => {
  const cpu = process.cpuUsage();
  const memory = process.memoryUsage();
  return {
    proc: {
      id: process.pid,
      startTime,
      mem: memory.rss,
      heap: memory.heapUsed,
      cpuSeconds: { user: cpu.user / 1e6, system: cpu.system / 1e6 },
    },
    sys: { freeMem: freemem(), totalMem: totalmem() },
    es: {
      log: { position: counts.position },
      connections: counts.connections,
      calls: counts.calls,
      appends: { heldBytes: counts.heldBytes, heldBytesMax: counts.heldBytesMax },
    },
  };
};
