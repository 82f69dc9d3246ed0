import type { RequestedFilter } from '../messages/read-request.js';

/** `stream` of a group on the whole log. */
export const ALL = '$all';

export const strategies = ['DispatchToSingle', 'RoundRobin', 'Pinned'] as const;

/** How a group spreads its events over its consumers. */
export type Strategy = (typeof strategies)[number];

/** The settings of a group, named as the protocol names them. Times are in milliseconds. */
export interface GroupSettings {
  readonly resolveLinks: boolean;
  readonly extraStatistics: boolean;
  /** 0: an event stays open until it is answered or its consumer leaves. */
  readonly messageTimeoutMs: number;
  readonly maxRetryCount: number;
  readonly checkpointAfterMs: number;
  readonly minCheckpointCount: number;
  readonly maxCheckpointCount: number;
  /** 0: as many as the node allows. */
  readonly maxSubscriberCount: number;
  readonly liveBufferSize: number;
  readonly readBatchSize: number;
  readonly historyBufferSize: number;
  readonly strategy: Strategy;
}

/** Which group: its stream, or `$all`, and its name. */
export interface GroupKey {
  readonly stream: string;
  readonly group: string;
}

/** Where a group was asked to start: at a revision or position, itself included. */
export type GroupStart = 'start' | 'end' | number;

/** All that is stored of a group but its checkpoint. */
export interface GroupConfig extends GroupKey {
  readonly start: GroupStart;
  /**
   * What precedes the first event of the group. `end` is looked up once, when the group is made:
   * a restart before the first checkpoint must not move it.
   */
  readonly after: number;
  readonly filter: RequestedFilter | undefined;
  readonly settings: GroupSettings;
}

/** Names a group within the node; a stream's name may hold anything. */
export const keyOf = ({ stream, group }: GroupKey): string => JSON.stringify([stream, group]);

const VERSION = 1;

interface StoredConfigs {
  readonly version: number;
  readonly groups: readonly GroupConfig[];
}

/** All groups as the one event that says which there are. */
export const encodeConfigs = (groups: readonly GroupConfig[]): Buffer => {
  const stored: StoredConfigs = { version: VERSION, groups };
  return Buffer.from(JSON.stringify(stored));
};

/** The groups are written in a form that this node does not know. */
export class UnknownGroups extends Error {
  override readonly name = 'UnknownGroups';
}

export const decodeConfigs = (data: Buffer): readonly GroupConfig[] => {
  const stored = JSON.parse(data.toString('utf8')) as StoredConfigs;
  if (stored.version === VERSION) return stored.groups;
  throw new UnknownGroups('The persistent subscriptions were written by another node version.');
};
