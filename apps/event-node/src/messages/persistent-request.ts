import type { GroupRequest } from '../persistent/groups.js';
import {
  ALL,
  type GroupSettings,
  type GroupStart,
  strategies,
} from '../persistent/group-config.js';
import { MalformedMessage } from '../protocol/malformed-message.js';
import type { ProtoReader } from '../protocol/proto-reader.js';
import { optionsOf } from './persistent-keys.js';
import { readCommitPosition, readFilter } from './read-request.js';
import { readStreamIdentifier } from './stream-identifier.js';

type Draft = { -readonly [Field in keyof GroupRequest]: GroupRequest[Field] };
type SettingsDraft = { -readonly [Field in keyof GroupSettings]: GroupSettings[Field] };

const noSettings: GroupSettings = {
  resolveLinks: false,
  extraStatistics: false,
  messageTimeoutMs: 0,
  maxRetryCount: 0,
  checkpointAfterMs: 0,
  minCheckpointCount: 0,
  maxCheckpointCount: 0,
  maxSubscriberCount: 0,
  liveBufferSize: 0,
  readBatchSize: 0,
  historyBufferSize: 0,
  strategy: 'DispatchToSingle',
};

/** `CreateReq` and `UpdateReq` are alike. */
export const readGroupRequest = (message: Buffer): GroupRequest => {
  const options = optionsOf(message);
  const draft: Draft = {
    stream: '',
    group: '',
    start: 'start',
    filter: undefined,
    settings: noSettings,
  };
  let deprecatedStart: GroupStart = 'start';
  let start: GroupStart | undefined;
  for (let field = options.next(); field !== 0; field = options.next()) {
    if (field === 1) draft.stream = readStreamIdentifier(options.bytes());
    else if (field === 2) draft.group = options.text();
    else if (field === 3) [draft.settings, deprecatedStart] = readSettings(options.message());
    else if (field === 4) start = readStreamOptions(options.message(), draft);
    else if (field === 5) start = readAllOptions(options.message(), draft);
    else options.skip();
  }
  return { ...draft, start: start ?? deprecatedStart };
};

/** Undefined if the message says nothing of the start, as older clients do. */
const readStreamOptions = (options: ProtoReader, draft: Draft): GroupStart | undefined => {
  let start: GroupStart | undefined;
  for (let field = options.next(); field !== 0; field = options.next()) {
    if (field === 1) draft.stream = readStreamIdentifier(options.bytes());
    else if (field === 2) start = options.uint53();
    else {
      start = field === 4 ? 'end' : 'start';
      options.skip();
    }
  }
  return start;
};

const readAllOptions = (options: ProtoReader, draft: Draft): GroupStart => {
  draft.stream = ALL;
  let start: GroupStart = 'start';
  for (let field = options.next(); field !== 0; field = options.next()) {
    if (field === 1) start = readCommitPosition(options.message());
    else if (field === 4) draft.filter = readFilter(options.message());
    else {
      if (field === 3) start = 'end';
      options.skip();
    }
  }
  return start;
};

const TICKS_PER_MS = 10_000;

type CountSetting = {
  [Field in keyof GroupSettings]: GroupSettings[Field] extends number ? Field : never;
}[keyof GroupSettings];

/** Counts and times by field number; times come in milliseconds or in ticks of 100 ns. */
const numbers: ReadonlyMap<number, readonly [CountSetting, number]> = new Map([
  [4, ['messageTimeoutMs', TICKS_PER_MS]],
  [5, ['maxRetryCount', 1]],
  [6, ['checkpointAfterMs', TICKS_PER_MS]],
  [7, ['minCheckpointCount', 1]],
  [8, ['maxCheckpointCount', 1]],
  [9, ['maxSubscriberCount', 1]],
  [10, ['liveBufferSize', 1]],
  [11, ['readBatchSize', 1]],
  [12, ['historyBufferSize', 1]],
  [14, ['messageTimeoutMs', 1]],
  [15, ['checkpointAfterMs', 1]],
]);

const readSettings = (reader: ProtoReader): [GroupSettings, GroupStart] => {
  const draft: SettingsDraft = { ...noSettings };
  let start: GroupStart = 'start';
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    const number = numbers.get(field);
    if (number !== undefined) draft[number[0]] = readCount(reader, number[1]);
    else if (field === 1) draft.resolveLinks = reader.bool();
    else if (field === 2) start = startOf(reader.uint64());
    else if (field === 3) draft.extraStatistics = reader.bool();
    else if (field === 13) draft.strategy = strategyOf(strategies[reader.int32()] ?? '');
    else if (field === 16) draft.strategy = strategyOf(reader.text());
    else reader.skip();
  }
  return [draft, start];
};

const readCount = (reader: ProtoReader, unit: number): number => {
  const value = BigInt.asIntN(64, BigInt(reader.uint64()));
  if (value < 0n) throw new MalformedMessage('A setting of a group is negative.');
  return Math.min(Math.floor(Number(value) / unit), 2 ** 31 - 1);
};

/** The end is written as the largest of all revisions. */
const startOf = (revision: number | bigint): GroupStart => {
  if (typeof revision === 'bigint') return 'end';
  return revision === 0 ? 'start' : revision;
};

const strategyOf = (name: string): GroupSettings['strategy'] => {
  const strategy = strategies.find((known) => known === name);
  if (strategy === undefined) throw new MalformedMessage('Unknown strategy of consumers.');
  return strategy;
};
