import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Server } from 'node:http';
import { withTimeoutOr } from '#runtime/async';
import type { SharedPort } from './http/shared-port.js';
import type { OpenLog } from './open-log.js';
import { unavailableFailure } from './protocol/grpc-failure.js';
import type { GrpcServer } from './protocol/grpc-server.js';

/** The servers and the log of a running node. */
interface NodeServers {
  readonly log: OpenLog;
  readonly grpc: GrpcServer;
  readonly http: Server;
  readonly port: SharedPort;
}

/**
 * Runs the servers and the log of a node. Stops them in the right order when somebody calls `stop`,
 * or when a write has failed.
 */
export class RunningNode {
  /**
   * Resolves after a stop, and rejects if a write failed. Files, port and lock are released in both
   * cases.
   */
  readonly closed: Promise<void>;
  readonly #servers: NodeServers;
  #failure: { readonly error: unknown } | undefined;
  #ending: Promise<void> | undefined;
  #resolve: () => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(parts: NodeServers) {
    this.#servers = parts;
    this.closed = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.closed.catch(() => undefined); // The caller may await `closed` later.
    parts.log.core.writer.failed.catch((error: unknown) => this.#fail(error));
  }

  /**
   * Finishes the queued appends, ends open calls and releases everything (event-node.md,
   * "Durability").
   */
  async stop(): Promise<void> {
    this.#ending ??= this.#end();
    await this.#ending;
  }

  async #fail(error: unknown): Promise<void> {
    this.#failure = { error };
    this.#servers.grpc.endCalls(unavailableFailure('The node cannot write.'));
    await this.stop();
  }

  async #end(): Promise<void> {
    const { grpc, http, port, log } = this.#servers;
    const { writer, limits } = log.core;
    port.close();
    grpc.refuseCalls();
    await withTimeoutOr(writer.drained(), limits.stopMsMax, goOn);
    await nextTurn(); // The last answers are sent in this turn of the event loop.
    grpc.endCalls();
    http.closeAllConnections();
    await grpc.close(lastAnswersMs);
    port.cut();
    await withTimeoutOr(log.release(), releaseMsMax, goOn);
    if (this.#failure === undefined) this.#resolve();
    else this.#reject(this.#failure.error);
  }
}

/** The time limit for connections to send their last answers. */
const lastAnswersMs = 500;
/**
 * The time limit for closing the log. Without a limit a stop might never end, because LMDB may
 * never finish after a failed write.
 */
const releaseMsMax = 1_000;

const goOn = (): void => undefined;
