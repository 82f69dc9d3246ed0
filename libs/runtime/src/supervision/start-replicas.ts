import cluster from 'node:cluster';
import type { Logger } from 'pino';
import type { LedgerProcess } from '../process/run-process.js';
import { type ProcessAddress, portOf } from './child-process.js';
import { ProcessSupervisor } from './process-supervisor.js';

export interface ReplicaOptions {
  readonly name: string;
  readonly count: number;
  readonly logger: Logger;
  /**
   * The port for the metrics of the first replica; each further replica takes the next port. With 0
   * each replica takes a free port.
   */
  readonly metricsPort: number;
  /** The time in milliseconds for which a replica goes on serving after a request to stop. */
  readonly leaveMs: number;
}

/**
 * The time for a replica to end after it has stopped serving, in milliseconds; then it is killed.
 */
const stopWithinMs = 4_000;

/**
 * Runs the command line of this process in several processes, the replicas. All replicas share one
 * port, and each new connection goes to the next replica in turn. A replica that dies is always
 * started again, while the others serve. In a replica, `cluster.isWorker` is true. Rejects if the
 * first start of a replica fails.
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
