import cluster from 'node:cluster';
import type { Logger } from 'pino';
import type { LedgerProcess } from '../process/run-process.js';
import { type ProcessAddress, portOf } from './child-process.js';
import { ProcessSupervisor } from './process-supervisor.js';

export interface ReplicaOptions {
  readonly name: string;
  readonly count: number;
  readonly logger: Logger;
  /** Of the first replica's metrics, each further one takes the next; 0 picks a free one for each. */
  readonly metricsPort: number;
  /** How long a replica that was asked to stop goes on serving. */
  readonly leaveMs: number;
}

/** A replica gets this long to end, once it does not serve any more, before it is killed. */
const stopWithinMs = 4_000;

/**
 * Runs this process's own command line in several processes that share their port: connections go to them in turn. One
 * that dies is started again while the others serve. The processes tell that they are replicas by `cluster.isWorker`.
 *
 * Rejects when one does not start at first. One that keeps dying is tried again and again.
 */
export const startReplicas = async ({
  name,
  count,
  logger,
  metricsPort,
  leaveMs,
}: ReplicaOptions): Promise<LedgerProcess> => {
  const supervision = { logger, onLine: () => undefined, onChange: () => undefined };
  const replicas = Array.from({ length: count }, (_, index) => {
    const start = ({ metricsUrls }: ProcessAddress) => {
      const port = metricsPort === 0 ? portOf(metricsUrls?.[0], 0) : metricsPort + index;
      return cluster.fork({ METRICS_PORT: port }).process;
    };
    return new ProcessSupervisor({ name: `${name} ${index + 1}`, start }, supervision);
  });
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const stop = async (): Promise<void> => {
    await Promise.all(replicas.map(async (replica) => replica.stop(stopWithinMs + leaveMs)));
    end();
  };
  try {
    await Promise.all(replicas.map(async (replica) => replica.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  const metricsUrls = replicas.flatMap((replica) => replica.metricsUrls ?? []);
  return { ...urlOf(replicas), metricsUrls, closed: ended, leaveMs, stop };
};

const urlOf = ([first]: readonly ProcessSupervisor[]): { readonly url?: string } =>
  first?.url === undefined ? {} : { url: first.url };
