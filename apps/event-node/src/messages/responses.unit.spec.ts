import streams from '@eventstore/db-client/generated/streams_pb.js';
import serverFeatures from '@eventstore/db-client/generated/serverfeatures_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import { describe, expect, test } from '@jest/globals';
import { ByteBudget } from '../model/node-limits.js';
import { FrameDecoder } from '../protocol/frame-decoder.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import { parseUuid, uuidMessage } from '../protocol/uuid.js';
import { eventRecord } from '../testing/test-event-record.js';
import { appendSuccess, appendWrongRevision, removalResponse } from './append-messages.js';
import { writeBatchError, writeBatchSuccess, badRequestError } from './batch-append-messages.js';
import { clusterInfo, supportedMethods } from './server-messages.js';
import { writeConfirmation, writeReadEvent, writeStreamNotFound } from './read-response.js';
// The tests decode each response with the generated code of the official client.

const idText = '0a1b2c3d-4e5f-6a7b-8c9d-ffeeddccbbaa';
const id = parseUuid(Buffer.from(idText));

const only = (frames: Buffer): Buffer => {
  const messages = new FrameDecoder(1_000_000, new ByteBudget(1_000_000)).push(frames);
  expect(messages).toHaveLength(1);
  return messages[0]!;
};

const framesOf = (write: (frames: ProtoWriter) => void): Buffer => {
  const frames = new ProtoWriter();
  write(frames);
  return frames.finish();
};

const subject = {
  correlationId: uuidMessage(id, 'text'),
  streamName: 'order-ö',
  expected: 3,
} as const;

const batchResponse = (write: (frames: ProtoWriter) => void) =>
  streams.BatchAppendResp.deserializeBinary(only(framesOf(write)));

describe('the answer to a batch append', () => {
  test('says where the append stands', () => {
    const response = batchResponse((frames) => {
      writeBatchSuccess(frames, subject, { revision: 4, position: 2 ** 40 });
    });
    expect(response.getCorrelationId()?.getString()).toBe(idText);
    expect(response.getSuccess()?.getCurrentRevision()).toBe('4');
    expect(response.getSuccess()?.getPosition()?.getCommitPosition()).toBe(String(2 ** 40));
    expect(response.getSuccess()?.getPosition()?.getPreparePosition()).toBe(String(2 ** 40));
    expect(response.getStreamPosition()).toBe('3');
  });

  test('says that nothing is there', () => {
    const response = batchResponse((frames) => {
      writeBatchSuccess(frames, subject, { revision: -1, position: undefined });
    });
    expect(response.getSuccess()?.hasNoStream()).toBe(true);
    expect(response.getSuccess()?.hasNoPosition()).toBe(true);
  });

  test('has a typed detail and the stream for every error', () => {
    const response = batchResponse((frames) => {
      writeBatchError(frames, subject, badRequestError('No.'));
    });
    const status = response.getError();
    expect(status?.getCode()).toBe(3);
    expect(status?.getMessage()).toBe('No.');
    expect(status?.getDetails()?.getTypeName()).toBe('event_store.client.BadRequest');
    const name = response.getStreamIdentifier()?.getStreamName_asU8() ?? Buffer.alloc(0);
    expect(Buffer.from(name).toString()).toBe('order-ö');
  });
});

describe('the answer to an append', () => {
  test('says where it stands', () => {
    const response = streams.AppendResp.deserializeBinary(
      only(appendSuccess({ revision: 9, position: 10 })),
    );
    expect(response.getSuccess()?.getCurrentRevision()).toBe('9');
    expect(response.getSuccess()?.getPosition()?.getCommitPosition()).toBe('10');
  });

  test('echoes the wrong expectation', () => {
    const read = (frames: Buffer) =>
      streams.AppendResp.deserializeBinary(only(frames)).getWrongExpectedVersion();
    expect(read(appendWrongRevision(7, 2))?.getExpectedRevision()).toBe('7');
    expect(read(appendWrongRevision(7, 2))?.getCurrentRevision()).toBe('2');
    expect(read(appendWrongRevision('no_stream', 2))?.hasExpectedNoStream()).toBe(true);
    expect(read(appendWrongRevision('any', -1))?.hasExpectedAny()).toBe(true);
    expect(read(appendWrongRevision('any', -1))?.hasCurrentNoStream()).toBe(true);
    expect(read(appendWrongRevision('stream_exists', -1))?.hasExpectedStreamExists()).toBe(true);
  });

  test('that removes a stream has a position', () => {
    const response = streams.DeleteResp.deserializeBinary(only(removalResponse(12)));
    expect(response.getPosition()?.getPreparePosition()).toBe('12');
  });
});

describe('the answer to a read', () => {
  const event = eventRecord({
    id,
    position: 300,
    revision: 5,
    type: 'Täst',
    streamName: 'order-ö',
    data: '{"d":1}',
    metadata: '{"m":2}',
    created: 1_700_000_000_123,
  });
  const link = eventRecord({ position: 400, type: '$>' });

  const readEvent = (sent: Parameters<typeof writeReadEvent>[1], form: 'text' | 'structured') => {
    const frames = framesOf((writer) => {
      writeReadEvent(writer, sent, form);
    });
    return streams.ReadResp.deserializeBinary(only(frames)).getEvent();
  };

  test('has all of an event', () => {
    const response = readEvent({ event, link: undefined }, 'text');
    const recorded = response?.getEvent();
    expect(response?.getCommitPosition()).toBe('300');
    expect(response?.hasLink()).toBe(false);
    expect(recorded?.getId()?.getString()).toBe(idText);
    expect(recorded?.getStreamRevision()).toBe('5');
    expect(recorded?.getCommitPosition()).toBe('300');
    expect(recorded?.getPreparePosition()).toBe('300');
    expect(recorded?.getMetadataMap().toObject()).toEqual([
      ['content-type', 'application/json'],
      ['created', '17000000001230000'],
      ['type', 'Täst'],
    ]);
    expect(Buffer.from(recorded!.getData_asU8()).toString()).toBe('{"d":1}');
    expect(Buffer.from(recorded!.getCustomMetadata_asU8()).toString()).toBe('{"m":2}');
    const name = recorded!.getStreamIdentifier()!.getStreamName_asU8();
    expect(Buffer.from(name).toString()).toBe('order-ö');
  });

  test('has the id in the asked form', () => {
    const structured = readEvent({ event, link: undefined }, 'structured')
      ?.getEvent()
      ?.getId()
      ?.getStructured();
    expect(BigInt(structured!.getMostSignificantBits())).toBe(id.readBigInt64BE(0));
    expect(BigInt(structured!.getLeastSignificantBits())).toBe(id.readBigInt64BE(8));
  });

  test('has the link beside its target, and alone without one', () => {
    const resolved = readEvent({ event, link }, 'text');
    expect(resolved?.getEvent()?.getCommitPosition()).toBe('300');
    expect(resolved?.getLink()?.getCommitPosition()).toBe('400');
    expect(resolved?.getCommitPosition()).toBe('400');
    const broken = readEvent({ event: undefined, link }, 'text');
    expect(broken?.hasEvent()).toBe(false);
    expect(broken?.hasLink()).toBe(true);
  });

  test('names the subscription, or the stream that is missing', () => {
    const read = (write: (frames: ProtoWriter) => void) =>
      streams.ReadResp.deserializeBinary(only(framesOf(write)));
    const confirmed = read((frames) => {
      writeConfirmation(frames, 'sub-1');
    });
    expect(confirmed.getConfirmation()?.getSubscriptionId()).toBe('sub-1');
    const missing = read((frames) => {
      writeStreamNotFound(frames, 'gone');
    });
    const name = missing.getStreamNotFound()!.getStreamIdentifier()!.getStreamName_asU8();
    expect(Buffer.from(name).toString()).toBe('gone');
  });
});

test('features list methods in lower case', () => {
  const frames = supportedMethods(['/a.b.Streams/BatchAppend']);
  const response = serverFeatures.SupportedMethods.deserializeBinary(only(frames));
  expect(response.toObject()).toEqual({
    eventStoreServerVersion: '24.10.0',
    methodsList: [{ methodName: 'batchappend', serviceName: 'a.b.streams', featuresList: [] }],
  });
});

test('gossip tells of one alive leader', () => {
  const frames = clusterInfo({ nodeId: id, host: 'db.example', port: 2113, at: 1_700_000_000_000 });
  const [member, ...others] = gossip.ClusterInfo.deserializeBinary(only(frames)).getMembersList();
  expect(others).toEqual([]);
  expect(member?.toObject()).toEqual({
    instanceId: { string: idText, structured: undefined },
    timeStamp: '17000000000000000',
    state: gossip.MemberInfo.VNodeState.LEADER,
    isAlive: true,
    httpEndPoint: { address: 'db.example', port: 2113 },
  });
});
