import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Server } from 'node:http';
import { withTimeoutOr } from '#runtime/async';
import type { SharedPort } from './http/shared-port.js';
import type { OpenLog } from './open-log.js';
import { unavailableFailure } from './protocol/grpc-failure.js';
import type { GrpcServer } from './protocol/grpc-server.js';

/** The servers and the log of a running node, which a stop ends in order. */
interface NodeProcesses {
  readonly log: OpenLog;
  readonly grpc: GrpcServer;
  readonly http: Server;
  readonly port: SharedPort;
}

/** Stops a node: on request, or after a write that failed. */
export class RunningNode {
  /** Resolves after a stop, rejects if the node failed. Either way everything is released. */
  readonly closed: Promise<void>;
  readonly #parts: NodeProcesses;
  #failure: { readonly error: unknown } | undefined;
  #ending: Promise<void> | undefined;
  #resolve: () => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(parts: NodeProcesses) {
    this.#parts = parts;
    this.closed = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.closed.catch(() => undefined); // The caller may await it later.
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
    this.#parts.grpc.endCalls(unavailableFailure('The node cannot write.'));
    await this.stop();
  }

  async #end(): Promise<void> {
    const { grpc, http, port, log } = this.#parts;
    const { writer, limits } = log.core;
    port.close();
    grpc.refuseCalls();
    await withTimeoutOr(writer.drained(), limits.stopMsMax, goOn);
    await nextTurn(); // The last round's answers are written in this turn.
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
/** After a failed write LMDB may never finish closing. */
const releaseMsMax = 1_000;

const goOn = (): void => undefined;
