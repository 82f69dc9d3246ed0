import {
  gatewayConnection,
  processIdentity,
  sandboxConnection,
  ProcessSupervisor,
  writeRunFile,
} from '#runtime';
import type {
  FailingProcess,
  GatewayConnection,
  Logger,
  ProcessDefinition,
  RunFile,
  RunningProcess,
  Settings,
} from '#runtime';
import type { DemoClient } from './demo.js';
import { eventNodeAccess } from './event-node-access.js';
import {
  apiDefinition,
  eventNodeDefinition,
  postgresDefinition,
  sandboxDefinition,
  workerDefinition,
  type Foundation,
} from './process-definitions.js';

export interface SystemOutput {
  readonly logger: Logger;
  readonly forward: (part: string) => (line: string) => void;
}

/**
 * A process that has not ended this long after its stop signal is killed. The processes are stopped
 * in two groups, one after the other, so a stop may take twice this time.
 */
const stopWithinMs = 4_500;

/** Thrown by `start` if the system is stopped before all processes have started. */
class StartAborted extends Error {
  override readonly name = 'StartAborted';
}

/** All processes that `up` runs: the embedded servers first, then the API and the worker. */
export class System {
  readonly #settings: Settings;
  readonly #output: SystemOutput;
  /**
   * The processes in groups. A group is started when the group before it is ready. Groups are
   * stopped in reverse order.
   */
  readonly #groups: ProcessSupervisor[][] = [];
  #foundation: Partial<Foundation> = {};
  #stopping = false;

  constructor(settings: Settings, output: SystemOutput) {
    this.#settings = settings;
    this.#output = output;
  }

  get isStopping(): boolean {
    return this.#stopping;
  }

  /** Starts all processes and returns the URL of the API. Rejects if a process does not start. */
  async start(demo: DemoClient | undefined): Promise<string> {
    const foundation = await this.#startFoundation();
    const settings = this.#settings;
    const api = this.#supervise(apiDefinition(settings, foundation, demo));
    const worker = this.#supervise(workerDefinition(settings, foundation));
    await this.#startGroup([worker, api]);
    if (api.url === undefined) throw new Error('The API did not say where it listens.');
    return api.url;
  }

  /** The URL of the gateway sandbox. `undefined` if no sandbox runs. */
  get sandboxUrl(): string | undefined {
    return this.#groups.flat().find(({ name }) => name === 'gateway-sandbox')?.url;
  }

  /**
   * The names of the processes that crash again and again, or that did not start although the
   * others did.
   */
  get failing(): readonly string[] {
    return this.#groups
      .flat()
      .flatMap(({ name, failing }) => (failing === undefined ? [] : [name]));
  }

  /**
   * Stops all processes: first the API and the worker, then the servers that they use. A `start`
   * that is still running rejects.
   */
  async stop(): Promise<void> {
    this.#stopping = true;
    const withinMs = stopWithinMs + this.#settings.shutdownDelaySeconds * 1_000;
    for (const group of [...this.#groups].reverse()) {
      await Promise.all(group.map(async (part) => part.stop(withinMs)));
    }
  }

  async #startFoundation(): Promise<Foundation> {
    const { eventStoreUrl, databaseUrl } = this.#settings;
    this.#foundation = {
      ...(eventStoreUrl === undefined ? {} : { eventStoreUrl }),
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
    };
    const access = eventStoreUrl === undefined ? await eventNodeAccess(this.#settings) : {};
    const eventNode = this.#unlessSet(eventStoreUrl, eventNodeDefinition(this.#settings, access));
    const postgres = this.#unlessSet(databaseUrl, postgresDefinition(this.#settings));
    const gateway = gatewayConnection(this.#settings);
    const sandbox = this.#sandboxUnless(gateway);
    const parts = [eventNode, postgres, sandbox];
    await this.#startGroup(parts.filter((part) => part !== undefined));
    const foundation = {
      eventStoreUrl: eventStoreUrl ?? eventNode?.url ?? '',
      databaseUrl: databaseUrl ?? postgres?.url ?? '',
      gateway: sandbox?.url === undefined ? gateway : sandboxConnection(sandbox.url),
    };
    this.#foundation = foundation;
    return foundation;
  }

  /**
   * Returns the gateway sandbox if the settings have no gateway. In production no sandbox is used,
   * and card orders are refused without a gateway.
   */
  #sandboxUnless(gateway: GatewayConnection | undefined): ProcessSupervisor | undefined {
    if (gateway !== undefined || this.#settings.nodeEnv === 'production') return undefined;
    return this.#supervise(sandboxDefinition(this.#settings));
  }

  #unlessSet(
    url: string | undefined,
    definition: ProcessDefinition,
  ): ProcessSupervisor | undefined {
    return url === undefined ? this.#supervise(definition) : undefined;
  }

  #supervise(definition: ProcessDefinition): ProcessSupervisor {
    return new ProcessSupervisor(definition, {
      logger: this.#output.logger,
      onLine: this.#output.forward(definition.name),
      onChange: () => {
        this.#describe();
      },
    });
  }

  async #startGroup(group: ProcessSupervisor[]): Promise<void> {
    if (this.#stopping) throw new StartAborted();
    this.#groups.push(group);
    await Promise.all(group.map(async (part) => part.start()));
  }

  #describe(): void {
    const parts = this.#groups.flat();
    const api = parts.find(({ name }) => name === 'api');
    const failing = parts.flatMap(({ name, failing: how }): [string, FailingProcess][] =>
      how === undefined ? [] : [[name, how]],
    );
    const { gateway, ...foundation } = this.#foundation;
    const content: RunFile = {
      pid: process.pid,
      identity: processIdentity(process.pid) ?? '',
      ...(api?.url === undefined ? {} : { url: api.url }),
      ...foundation,
      ...(gateway?.apiBase !== undefined && { gatewayUrl: gateway.apiBase }),
      parts: Object.fromEntries(parts.flatMap(runningProcess)),
      ...(failing.length > 0 && { failing: Object.fromEntries(failing) }),
    };
    writeRunFile(this.#settings.dataDir, content);
  }
}

const runningProcess = ({
  name,
  pid,
  url,
  metricsUrls,
}: ProcessSupervisor): [string, RunningProcess][] => {
  const identity = pid === undefined ? undefined : processIdentity(pid);
  if (pid === undefined || identity === undefined) return [];
  const address = { ...(url !== undefined && { url }), ...(metricsUrls && { metricsUrls }) };
  return [[name, { pid, identity, ...address }]];
};
