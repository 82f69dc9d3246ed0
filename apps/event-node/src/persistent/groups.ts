import {
  groupExistsFailure,
  groupMissingFailure,
  subscriptionDroppedFailure,
} from '../protocol/persistent-failures.js';
import { unavailableFailure } from '../protocol/failures.js';
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
    if ((await entry.group)?.hasFailed === true) entry.group = undefined;
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
    await Promise.allSettled(groups.map(async (group) => (await group)?.checkpoints.close()));
  }

  async #inTurn(change: () => Promise<void>): Promise<void> {
    const changed = this.#changing.then(change);
    this.#changing = changed.catch(() => undefined);
    return changed;
  }

  async #create(request: GroupRequest): Promise<void> {
    if (this.#entries.has(keyOf(request))) throw groupExistsFailure(request);
    if (this.#entries.size >= this.#core.limits.persistent.groups) throw tooManyGroups();
    const after = await this.#beginningOf(request);
    await this.#store(() => {
      this.#set({ ...request, after });
    });
  }

  async #update(request: GroupRequest): Promise<void> {
    const { config, group } = this.#entry(request);
    const after = await this.#beginningOf(request);
    await (await group)?.close(subscriptionDroppedFailure(request));
    await this.#store(() => {
      this.#set({ ...request, after, filter: config.filter });
    });
  }

  async #delete(key: GroupKey): Promise<void> {
    const { config, group } = this.#entry(key);
    await (await group)?.close(groupMissingFailure(key));
    for (const stream of [checkpointStreamOf(key), parkedStreamOf(key)]) {
      if (await deleteSystemStream(this.#core, stream)) continue;
      this.#set(config);
      throw unwritable();
    }
    await this.#store(() => {
      this.#entries.delete(keyOf(key));
    });
  }

  async #restart(): Promise<void> {
    for (const { group, config } of [...this.#entries.values()]) {
      await (await group)?.close(subscriptionDroppedFailure(config));
      this.#set(config);
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

  /** Makes a change durable, or takes it back and rejects. */
  async #store(change: () => void): Promise<void> {
    const before = [...this.#entries];
    change();
    const data = encodeConfigs([...this.#entries.values()].map(({ config }) => config));
    const isTooLarge = data.length > this.#core.limits.persistent.configBytes;
    const outcome = isTooLarge
      ? undefined
      : await writeSystemEvent(this.#core, CONFIG_STREAM, { type: CONFIG_TYPE, data });
    if (outcome?.kind === 'written') return;
    this.#entries.clear();
    for (const [key, { config }] of before) this.#entries.set(key, { config, group: undefined });
    throw isTooLarge ? tooManyGroups() : unwritable();
  }
}

const unwritable = (): GrpcFailure => unavailableFailure('The groups cannot be written.');

const tooManyGroups = (): GrpcFailure =>
  new GrpcFailure(GrpcStatus.ResourceExhausted, 'There are too many groups.');
