import { describe, expect, test } from '@jest/globals';
import { UnreadableEvent } from '../faults.js';
import { someMetadata, storedEvent } from '../testing/stored-events.js';
import { decodeEvent } from './decode-event.js';
import {
  newestVersion,
  orderEventSchemas,
  versionToWrite,
  type EventSchemas,
} from './event-types.js';

const withVersion = (schemaVersion: number): { metadata: object } => ({
  metadata: { ...someMetadata, schemaVersion },
});

describe('a stored event', () => {
  test('becomes a recorded event with everything the log says about it', () => {
    const stored = storedEvent({ revision: 7n, position: { commit: 2n ** 40n } });
    expect(decodeEvent(stored)).toEqual({
      type: 'OrderExpired',
      data: stored.data,
      metadata: someMetadata,
      eventId: stored.id,
      streamId: stored.streamId,
      revision: 7,
      position: 2n ** 40n,
      recordedAt: '2026-03-01T12:00:00.000Z',
    });
  });

  test('of a type that nobody knows is a fault, with its place', () => {
    const unknown = storedEvent({ type: 'OrderTeleported', revision: 3n });
    const place = { streamId: unknown.streamId, revision: 3, type: 'OrderTeleported' };
    expect(() => decodeEvent(unknown)).toThrow(expect.objectContaining({ place }));
    expect(() => decodeEvent(unknown)).toThrow(/unknown event type/);
  });

  test('whose type is the name of something every object has is unknown as well', () => {
    expect(() => decodeEvent(storedEvent({ type: 'toString' }))).toThrow(/unknown event type/);
  });

  test('of a newer schema is a fault, not read as if it were ours', () => {
    expect(() => decodeEvent(storedEvent(withVersion(2)))).toThrow(
      /schema version 2 is newer than 1/,
    );
  });

  test.each([
    ['no position', { position: undefined }],
    ['bytes as data', { data: new Uint8Array([1]) }],
    ['a list as data', { data: [] }],
    ['text as data', { data: '{"broken":' }],
    ['no metadata', { metadata: undefined }],
  ])('with %s is a fault', (_what, given) => {
    expect(() => decodeEvent(storedEvent(given))).toThrow(UnreadableEvent);
  });
});

describe('an event of an older schema', () => {
  // Made-up schema versions: version 1 has the time in `atSeconds`, version 2 in `at`, and version
  // 3 in `expiredAt`.
  const schemas: EventSchemas = {
    OrderExpired: [
      ({ atSeconds, ...data }) => ({
        ...data,
        at: new Date(Number(atSeconds) * 1000).toISOString(),
      }),
      ({ at, ...data }) => ({ ...data, expiredAt: at }),
    ],
  };
  const expected = { orderId: 'o1', expiredAt: '2026-01-01T00:00:00.000Z' };

  test.each([
    [1, { orderId: 'o1', atSeconds: 1767225600 }],
    [2, { orderId: 'o1', at: '2026-01-01T00:00:00.000Z' }],
    [3, expected],
  ])('(version %i) is lifted step by step to the newest', (version, data) => {
    const stored = storedEvent({ ...withVersion(version), data });
    expect(decodeEvent(stored, schemas).data).toEqual(expected);
  });

  test('keeps in its metadata the version it was written with', () => {
    const stored = storedEvent({ ...withVersion(2), data: { at: 'x' } });
    expect(decodeEvent(stored, schemas).metadata.schemaVersion).toBe(2);
  });

  test('newer than the newest is a fault', () => {
    const stored = storedEvent(withVersion(4));
    expect(() => decodeEvent(stored, schemas)).toThrow(/version 4 is newer than 3/);
  });
});

describe('new events', () => {
  test('are written with the version that reading takes for the newest', () => {
    const types = Object.keys(orderEventSchemas) as (keyof typeof orderEventSchemas)[];
    for (const type of types) {
      const schemaVersion = newestVersion(type);
      const stored = storedEvent({ type, ...withVersion(schemaVersion) });
      expect(decodeEvent(stored).data).toBe(stored.data);
      expect(() => decodeEvent({ ...stored, ...withVersion(schemaVersion + 1) })).toThrow(/newer/);
    }
  });
});

test('an authorisation by another method than the registered one is hidden from older releases', () => {
  const data = {
    orderId: 'o',
    amount: 1,
    currency: 'SEK',
    authorizedAt: '2026-11-20T10:00:00.000Z',
  };
  const versionWith = (other: object): number =>
    versionToWrite({ type: 'OrderAuthorized', data: { ...data, ...other } });
  expect(versionWith({})).toBe(1);
  expect(versionWith({ paymentIntent: 'pi_1' })).toBe(1);
  expect(versionWith({ offlineMethod: 'bacs' })).toBe(1);
  expect(versionWith({ paymentMethod: 'invoice', offlineMethod: 'bacs' })).toBe(2);
});
