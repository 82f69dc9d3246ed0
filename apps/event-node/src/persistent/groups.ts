import {
  groupExistsFailure,
  groupMissingFailure,
  subscriptionDroppedFailure,
} from '../protocol/persistent-failures.js';
import { GrpcFailure } from '../protocol/grpc-failure.js';
import { GrpcStatus } from '../protocol/grpc-status.js';
import type { NodeCore } from '../services/node-core.js';
import { Group } from './group.js';
import {
  ALL,
  decodeConfigs,
  encodeConfigs,
  type GroupConfig,
  type GroupKey,
  keyOf,
} from './group-config.js';
import { CONFIG_STREAM, checkpointStreamOf, parkedStreamOf } from './group-streams.js';
import { lastEventOf, readableStream } from './stored-streams.js';
import { deleteSystemStream, writeSystemEvent } from './system-writes.js';

const CONFIG_TYPE = '$PersistentConfig';

/** What a caller asks of a group: where it begins, beside what is stored as it is. */
export type GroupRequest = Omit<GroupConfig, 'after'>;

interface Entry {
  readonly config: GroupConfig;
  /** Loaded when it is first needed. */
  group: Promise<Group> | undefined;
}

/** The persistent subscriptions of a node. Their changes are answered when they are durable. */
export class Groups {
  readonly #core: NodeCore;
  readonly #entries = new Map<string, Entry>();
  /** The last change: the next one begins when it is done. */
  #changing: Promise<unknown> = Promise.resolve();

  private constructor(core: NodeCore, configs: readonly GroupConfig[]) {
    this.#core = core;
    for (const config of configs) this.#set(config);
  }

  static async open(core: NodeCore): Promise<Groups> {
    const event = await lastEventOf(core, CONFIG_STREAM);
    return new Groups(core, event === undefined ? [] : decodeConfigs(event.data));
  }

  /** The groups of a stream, or all. */
  list(stream?: string): readonly GroupKey[] {
    const configs = [...this.#entries.values()].map(({ config }) => config);
    return stream === undefined ? configs : configs.filter((config) => config.stream === stream);
  }

  /** Rejects with not-found if there is no such group. */
  async group(key: GroupKey): Promise<Group> {
    const entry = this.#entry(key);
    entry.group ??= Group.load(this.#core, entry.config);
    return entry.group;
  }

  async create(request: GroupRequest): Promise<void> {
    return this.#inTurn(async () => this.#create(request));
  }

  /** Changes settings; consumers are dropped, the checkpoint and the filter stay. */
  async update(request: GroupRequest): Promise<void> {
    return this.#inTurn(async () => this.#update(request));
  }

  async delete(key: GroupKey): Promise<void> {
    return this.#inTurn(async () => this.#delete(key));
  }

  /** Drops all consumers; every group goes on from its checkpoint. */
  async restart(): Promise<void> {
    return this.#inTurn(async () => this.#restart());
  }

  /** Stores how far every group has come, for the last time. */
  async close(): Promise<void> {
    const groups = [...this.#entries.values()].map(({ group }) => group);
    await Promise.all(groups.map(async (group) => (await group)?.checkpoints.close()));
  }

  async #inTurn(change: () => Promise<void>): Promise<void> {
    const changed = this.#changing.then(change);
    this.#changing = changed.catch(() => undefined);
    return changed;
  }

  async #create(request: GroupRequest): Promise<void> {
    const after = await this.#beginningOf(request);
    if (this.#entries.has(keyOf(request))) throw groupExistsFailure(request);
    if (this.#entries.size >= this.#core.limits.persistent.groups) {
      throw new GrpcFailure(GrpcStatus.ResourceExhausted, 'There are too many groups.');
    }
    this.#set({ ...request, after });
    await this.#store();
  }

  async #update(request: GroupRequest): Promise<void> {
    const { config, group } = this.#entry(request);
    const after = await this.#beginningOf(request);
    const dropped = group?.then(async (open) => open.close(subscriptionDroppedFailure(request)));
    const next = this.#set({ ...request, after, filter: config.filter });
    next.group = dropped?.then(async () => Group.load(this.#core, next.config));
    await Promise.all([next.group, this.#store()]);
  }

  async #delete(key: GroupKey): Promise<void> {
    const { group } = this.#entry(key);
    this.#entries.delete(keyOf(key));
    await (await group)?.close(groupMissingFailure(key));
    await deleteSystemStream(this.#core, checkpointStreamOf(key));
    await deleteSystemStream(this.#core, parkedStreamOf(key));
    await this.#store();
  }

  async #restart(): Promise<void> {
    for (const entry of this.#entries.values()) {
      const { group, config } = entry;
      if (group === undefined) continue;
      entry.group = group.then(async (open) => {
        await open.close(subscriptionDroppedFailure(config));
        return Group.load(this.#core, config);
      });
      await entry.group;
    }
  }

  #entry(key: GroupKey): Entry {
    const entry = this.#entries.get(keyOf(key));
    if (entry === undefined) throw groupMissingFailure(key);
    return entry;
  }

  #set(config: GroupConfig): Entry {
    const entry: Entry = { config, group: undefined };
    this.#entries.set(keyOf(config), entry);
    return entry;
  }

  async #beginningOf({ stream, start }: GroupRequest): Promise<number> {
    const isAll = stream === ALL;
    if (start === 'start') return isAll ? 0 : -1;
    if (start !== 'end') return start - 1;
    if (isAll) return this.#core.durable.position;
    return (await readableStream(this.#core, stream))?.last ?? -1;
  }

  async #store(): Promise<void> {
    const data = encodeConfigs([...this.#entries.values()].map(({ config }) => config));
    await writeSystemEvent(this.#core, CONFIG_STREAM, { type: CONFIG_TYPE, data });
  }
}
