import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from '#runtime';
import { Link } from '../proxy/link.js';
import { linkNames, targetOf } from './names.js';
import type { ApiName, LinkName, PartName, Victim } from './names.js';
import { Part } from './part.js';
import { partOptions } from './part-options.js';
import { smallDisk } from './small-disk.js';
import type { SmallDisk } from './small-disk.js';

const portOf = (url: string): number => Number(/:(\d+)(?=[/?]|$)/.exec(url)?.[1]);

/**
 * A whole ledger with two APIs and two workers, each in a process. Between any two processes is a
 * link: a TCP proxy that can inject network faults.
 */
export class LedgerSystem {
  readonly disk: SmallDisk;
  private readonly parts = new Map<PartName, Part>();
  private readonly links = new Map<LinkName, Link>();

  private constructor(readonly folder: string) {
    this.disk = smallDisk(join(folder, 'event-node-data'));
  }

  static async start(folder: string): Promise<LedgerSystem> {
    const system = new LedgerSystem(folder);
    try {
      await system.startAll();
    } catch (error) {
      await system.stop();
      throw error;
    }
    return system;
  }

  part(name: PartName): Part {
    const part = this.parts.get(name);
    if (part === undefined) throw new Error(`${name} has not been started.`);
    return part;
  }

  link(name: LinkName): Link {
    const link = this.links.get(name);
    if (link === undefined) throw new Error(`There is no link ${name}.`);
    return link;
  }

  get allParts(): readonly Part[] {
    return [...this.parts.values()];
  }

  /**
   * The URL at which simulated callers reach an API. The URL leads through a link, so that faults
   * can hit the callers too.
   */
  urlFor(api: ApiName): string {
    return `http://127.0.0.1:${this.link(`callers to ${api}`).port}`;
  }

  /**
   * The URL of the event store itself. This URL and the URLs below do not lead through a proxy that
   * injects faults. The checks and the shops' checkouts use them, because faults must not disturb
   * these.
   */
  get eventStoreUrl(): string {
    return this.part('event-node').url;
  }

  get databaseUrl(): string {
    return this.part('postgres').url;
  }

  get gatewayUrl(): string {
    return this.part('gateway-sandbox').url;
  }

  /**
   * The process ids of a victim. The PostgreSQL server has several: its main process and one per
   * session.
   */
  pidsOf(victim: Victim): number[] {
    if (victim !== 'postgres-server') return [this.part(victim).pid ?? 0].filter((pid) => pid > 0);
    const main = this.postmaster();
    return main === undefined ? [] : [main, ...childrenOf(main)];
  }

  /**
   * True if every process runs, and the PostgreSQL server belongs to the current `postgres`
   * process. After a kill of `postgres`, its server runs on until the restarted `postgres` replaces
   * it.
   */
  get isWhole(): boolean {
    const own = this.part('postgres').pid;
    const server = this.postmaster();
    return (
      this.allParts.every(({ pid }) => pid !== undefined) &&
      own !== undefined &&
      server !== undefined &&
      childrenOf(own).includes(server)
    );
  }

  /** Ends all faults of connections, clocks and the disk. */
  heal(): void {
    for (const link of this.links.values()) link.heal();
    for (const part of this.parts.values()) part.shiftClock(0);
    this.disk.free(this.parts.get('event-node')?.pid);
  }

  async stop(): Promise<void> {
    this.heal();
    for (const group of [
      ['api-1', 'api-2', 'worker-1', 'worker-2'],
      ['event-node', 'postgres', 'gateway-sandbox'],
    ]) {
      await Promise.all(group.map(async (name) => this.parts.get(name as PartName)?.stop()));
    }
    for (const link of this.links.values()) link.close();
    this.disk.remove();
  }

  private async startAll(): Promise<void> {
    for (const name of linkNames) {
      this.links.set(name, await Link.open(() => portOf(this.part(targetOf(name)).url)));
    }
    const groups: PartName[][] = [
      ['event-node', 'postgres', 'gateway-sandbox'],
      ['api-1'],
      ['api-2', 'worker-1', 'worker-2'],
    ];
    for (const group of groups) {
      await Promise.all(group.map((name) => this.startPart(name)));
    }
  }

  private async startPart(name: PartName): Promise<void> {
    const part = new Part(partOptions(name, this));
    this.parts.set(name, part);
    await part.start();
  }

  private postmaster(): number | undefined {
    try {
      const file = join(this.folder, 'postgres', 'data', 'postmaster.pid');
      const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
      return processIdentity(pid) === undefined ? undefined : pid;
    } catch {
      return undefined;
    }
  }
}

const childrenOf = (pid: number): number[] => {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text
      .split(' ')
      .map(Number)
      .filter((child) => child > 0);
  } catch {
    return [];
  }
};
