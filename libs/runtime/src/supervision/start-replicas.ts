import cluster from 'node:cluster';
import type { Logger } from 'pino';
import type { RunningPart } from '../part/running-part.js';
import { SupervisedPart } from './supervised-part.js';

export interface ReplicaOptions {
  readonly name: string;
  readonly count: number;
  readonly logger: Logger;
}

/** A replica gets this long to end before it is killed. */
const stopWithinMs = 4_000;

/**
 * Runs this process's own command line in several processes that share their port: connections go to them in turn. One
 * that dies is started again while the others serve. The processes tell that they are replicas by `cluster.isWorker`.
 *
 * Rejects when one does not start. `closed` rejects when one is given up.
 */
export const startReplicas = async ({
  name,
  count,
  logger,
}: ReplicaOptions): Promise<RunningPart> => {
  const supervision = { logger, onLine: () => undefined, onChange: () => undefined };
  const replicas = Array.from({ length: count }, (_, index) => {
    const start = () => cluster.fork().process;
    return new SupervisedPart({ name: `${name} ${index + 1}`, start }, supervision);
  });
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const stop = async (): Promise<void> => {
    await Promise.all(replicas.map(async (replica) => replica.stop(stopWithinMs)));
    end();
  };
  try {
    await Promise.all(replicas.map(async (replica) => replica.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  const closed = Promise.race([ended, ...replicas.map(async ({ failed }) => failed)]);
  return { ...urlOf(replicas), closed, stop };
};

const urlOf = ([first]: readonly SupervisedPart[]): { readonly url?: string } =>
  first?.url === undefined ? {} : { url: first.url };
