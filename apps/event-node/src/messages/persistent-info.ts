import type { Consumer } from '../persistent/consumer.js';
import type { Group } from '../persistent/group.js';
import { ALL, type GroupStart } from '../persistent/group-config.js';
import { ProtoWriter } from '../protocol/proto-writer.js';

/** What is looked up for the information about a group. */
export interface GroupState {
  readonly group: Group;
  readonly parked: number;
  /** The last revision or position there is, -1 for none. */
  readonly lastKnown: number;
}

const SECOND_MS = 1_000;

const perSecond = (total: number, since: number): number =>
  Math.round((total * SECOND_MS) / Math.max(SECOND_MS, Date.now() - since));

/** Revisions as they are, positions in the form that the client reads. */
const sequenceText = (stream: string, sequence: number): string =>
  stream === ALL ? `C:${sequence}/P:${sequence}` : String(sequence);

const startText = (stream: string, start: GroupStart): string =>
  sequenceText(stream, start === 'start' ? 0 : start === 'end' ? -1 : start);

const writeConnection = (info: ProtoWriter, consumer: Consumer, hasStatistics: boolean): void => {
  info
    .text(1, consumer.options.from)
    .text(2, consumer.options.username)
    .uint64(3, perSecond(consumer.total, consumer.since))
    .uint64(4, consumer.total)
    .uint64(7, consumer.slots)
    .uint64(8, consumer.open.size)
    .text(9, consumer.options.connectionName);
  if (!hasStatistics) return;
  for (const [key, value] of consumer.latencies.measurements()) {
    info.message(6, (measurement) => measurement.text(1, key).uint64(2, value));
  }
};

const writeSettings = (info: ProtoWriter, { config }: Group): void => {
  const { settings, stream, start } = config;
  info
    .bool(10, settings.resolveLinks)
    .text(11, startText(stream, start))
    .uint64(12, settings.messageTimeoutMs)
    .bool(13, settings.extraStatistics)
    .uint64(14, settings.maxRetryCount)
    .uint64(15, settings.liveBufferSize)
    .uint64(16, settings.historyBufferSize)
    .uint64(17, settings.readBatchSize)
    .uint64(18, settings.checkpointAfterMs)
    .uint64(19, settings.minCheckpointCount)
    .uint64(20, settings.maxCheckpointCount)
    .text(26, settings.strategy)
    .uint64(27, settings.maxSubscriberCount);
};

const writeInfo = (info: ProtoWriter, { group, parked, lastKnown }: GroupState): void => {
  const { stream } = group.config;
  const { stored } = group.checkpoints;
  info.text(1, stream).text(2, group.config.group).text(3, 'Live');
  for (const consumer of group.consumers) {
    info.message(4, (connection) => {
      writeConnection(connection, consumer, group.config.settings.extraStatistics);
    });
  }
  info.uint64(5, perSecond(group.total, group.since)).uint64(6, group.total);
  if (stored !== undefined) info.text(8, sequenceText(stream, stored));
  if (lastKnown >= 0) info.text(9, sequenceText(stream, lastKnown));
  writeSettings(info, group);
  info
    .uint64(21, group.queues.fresh)
    .uint64(22, 0)
    .uint64(23, group.queues.retries)
    .uint64(24, group.open.size)
    .uint64(25, group.open.size)
    .uint64(28, parked);
};

export const infoResponse = (state: GroupState): Buffer => listResponse([state]);

/** `GetInfoResp` is a list of one. */
export const listResponse = (states: readonly GroupState[]): Buffer =>
  new ProtoWriter(512)
    .frame((response) => {
      for (const state of states) {
        response.message(1, (info) => {
          writeInfo(info, state);
        });
      }
    })
    .finish();
