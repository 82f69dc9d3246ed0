import { describe, expect, test } from '@jest/globals';
import { someMetadata } from '../testing/stored-events.js';
import { orderActions, parseMetadata } from './event-metadata.js';

const parsed = (value: unknown): unknown => parseMetadata(value, orderActions);

describe('metadata', () => {
  test('that is complete is taken over', () => {
    expect(parsed(someMetadata)).toEqual(someMetadata);
  });

  test('keeps the optional fields if they are there', () => {
    const full = { ...someMetadata, idempotencyKey: 'k', traceparent: '00-a-b-01' };
    expect(parsed(full)).toEqual(full);
  });

  test('with fields of a later version is read without them', () => {
    expect(parsed({ ...someMetadata, tenant: 'x' })).toEqual(someMetadata);
  });

  test.each(['woo-store', 'medusa2'])('of the newer contract %s is read', (contract) => {
    expect(parsed({ ...someMetadata, contract })).toEqual({ ...someMetadata, contract });
  });

  test.each(Object.keys(someMetadata))('without %s is wrong', (field) => {
    const lacking = Object.fromEntries(
      Object.entries(someMetadata).filter(([name]) => name !== field),
    );
    expect(parsed(lacking)).toEqual({ wrong: field });
  });

  test.each([
    ['schemaVersion', '1'],
    ['schemaVersion', 0],
    ['schemaVersion', 1.5],
    ['action', 'steal'],
    ['action', 'constructor'],
    ['contract', 'SOAP 1.2'],
    ['contract', ''],
    ['contract', `a${'b'.repeat(32)}`],
    ['recordedAt', '2026-03-01 12:00'],
    ['chain', 'F'.repeat(64)],
    ['chain', 'f'.repeat(63)],
    ['clientId', 7],
    ['idempotencyKey', null],
    ['traceparent', 1],
  ])('with %s = %j is wrong', (field, value) => {
    expect(parsed({ ...someMetadata, [field]: value })).toEqual({ wrong: field });
  });

  test.each([[undefined], [null], ['text'], [[]], [new Uint8Array(2)]])('%p is none', (value) => {
    expect(parsed(value)).toHaveProperty('wrong');
  });
});
