import { statfs } from 'node:fs/promises';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { NodeCore } from './services/node-core.js';
import type { WriteOutcome } from './model/requests.js';
import type { WrittenRound } from './streams/writer.js';

const flushSecondsUpTo = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

interface MetricSources {
  readonly core: NodeCore;
  /** The data directory. The metrics report the size and the free space of its file system. */
  readonly dataDir: string;
  readonly open: () => { readonly calls: number; readonly connections: number };
}

/**
 * Registers the metrics of the node. Writes to the disk and answers are counted as they occur. All
 * other values are read when the metrics are requested.
 */
export const registerNodeMetrics = (
  registry: Registry,
  { core, dataDir, open }: MetricSources,
): void => {
  countWrites(registry, core);
  const gauges: readonly [name: string, help: string, read: () => number][] = [
    ['event_node_log_position', 'Position of the last durable event', () => core.durable.position],
    ['event_node_held_bytes', 'Bytes of appends that are not written yet', () => core.budget.held],
    ['event_node_held_bytes_max', 'Limit of event_node_held_bytes', () => core.limits.heldBytesMax],
    ['event_node_subscriptions', 'Open catch-up subscriptions', () => core.subscriptions.open],
    ['event_node_calls', 'Open gRPC calls, subscriptions included', () => open().calls],
    ['event_node_connections', 'Open connections', () => open().connections],
  ];
  for (const [name, help, read] of gauges) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  }
  watchDisk(registry, dataDir);
};

const countWrites = (registry: Registry, { writer }: NodeCore): void => {
  const registers = [registry];
  const appends = new Counter<'outcome'>({
    name: 'event_node_appends_total',
    help: 'Appends and removals that were answered, by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const [events, bytes] = [
    new Counter({ name: 'event_node_events_total', help: 'Events made durable', registers }),
    new Counter({ name: 'event_node_written_bytes_total', help: 'Bytes made durable', registers }),
  ];
  const flushes = new Histogram({
    name: 'event_node_flush_duration_seconds',
    help: 'Time until a round of appends is durable',
    buckets: flushSecondsUpTo,
    registers,
  });
  writer.onWritten = (round: WrittenRound) => {
    events.inc(round.events);
    bytes.inc(round.bytes);
    flushes.observe(round.seconds);
  };
  writer.onAnswered = (outcome: WriteOutcome['kind']) => {
    appends.inc({ outcome });
  };
};

const watchDisk = (registry: Registry, dataDir: string): void => {
  const [free, size] = [
    new Gauge({
      name: 'event_node_disk_free_bytes',
      help: "Free bytes on the log's file system that this user may use",
      registers: [registry],
      async collect() {
        const { bavail, bsize } = await statfs(dataDir);
        free.set(bavail * bsize);
      },
    }),
    new Gauge({
      name: 'event_node_disk_size_bytes',
      help: "Size of the log's file system",
      registers: [registry],
      async collect() {
        const { blocks, bsize } = await statfs(dataDir);
        size.set(blocks * bsize);
      },
    }),
  ];
};
