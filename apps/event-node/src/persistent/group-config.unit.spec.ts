import { expect, test } from '@jest/globals';
import {
  decodeConfigs,
  encodeConfigs,
  type GroupConfig,
  keyOf,
  UnknownGroups,
} from './group-config.js';

const config: GroupConfig = {
  stream: 's "::" ö',
  group: 'g',
  start: 'end',
  after: 12,
  filter: undefined,
  settings: {
    resolveLinks: true,
    extraStatistics: false,
    messageTimeoutMs: 1,
    maxRetryCount: 2,
    checkpointAfterMs: 3,
    minCheckpointCount: 4,
    maxCheckpointCount: 5,
    maxSubscriberCount: 6,
    liveBufferSize: 7,
    readBatchSize: 8,
    historyBufferSize: 9,
    strategy: 'Pinned',
  },
};

test('groups come back as they were stored', () => {
  const filter = { on: 'event-type', regex: '', prefixes: ['a'], window: 2, intervalMultiplier: 1 };
  const filtered: GroupConfig = { ...config, filter: { ...filter, on: 'event-type' } };
  expect(decodeConfigs(encodeConfigs([config, filtered]))).toEqual([config, filtered]);
});

test('what another version wrote is not guessed at', () => {
  expect(() => decodeConfigs(Buffer.from('{"version":2,"groups":[]}'))).toThrow(UnknownGroups);
});

test('a key is told apart whatever the names hold', () => {
  expect(keyOf({ stream: 'a', group: 'b","c' })).not.toBe(keyOf({ stream: 'a","b', group: 'c' }));
});
