import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '#ledger';
import { someMetadata } from '../testing/stored-events.js';
import { orderActions, parseMetadata, readMetadata } from './event-metadata.js';

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
    ['recordedAt', '2026-02-29T12:00:00.000Z'],
    ['recordedAt', '2026-03-01T24:00:00.000Z'],
    ['recordedAt', '0000-03-01T12:00:00.000Z'],
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

const chain = 'c'.repeat(64);
const metadata = {
  schemaVersion: 1,
  action: 'capture',
  fingerprint: 'f'.repeat(64),
  clientId: 'shop-a',
  storeId: 'demo-se',
  contract: 'walley',
  endpoint: 'POST /orders/{id}/capture',
  correlationId: 'r1',
  causationId: 'c1',
  recordedAt: '2026-03-01T12:00:00.000Z',
};

const read = (text: string) => readMetadata(`,${text}}`, { from: 1, chain });

const arbitraryText = fc.string({ unit: 'grapheme', maxLength: 12 });
const arbitraryMetadata = fc.record(
  {
    schemaVersion: fc.oneof(
      fc.integer({ min: -1, max: 3 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
    action: fc.oneof(fc.constantFrom(...Object.keys(orderActions)), arbitraryText),
    ...{ fingerprint: arbitraryText, clientId: arbitraryText, storeId: arbitraryText },
    contract: fc.constantFrom('walley', 'ledger', 'system', 'woo-store', 'SOAP 1.2'),
    ...{ endpoint: arbitraryText, correlationId: arbitraryText, causationId: arbitraryText },
    recordedAt: fc.constantFrom(
      ...['2026-03-01T12:00:00.000Z', '2028-02-29T12:00:00.000Z', '2026-04-31T12:00:00.000Z'],
      ...['2026-03-01', ''],
    ),
    ...{ idempotencyKey: arbitraryText, traceparent: arbitraryText, more: arbitraryText },
  },
  { requiredKeys: ['action', 'schemaVersion', 'recordedAt', 'contract'] },
);

describe('metadata as the ledger writes it', () => {
  test.each([{}, { idempotencyKey: 'k' }, { traceparent: '00-1-2-01' }])('%j is read', (more) => {
    const text = canonicalJson({ ...metadata, ...more });
    expect(read(text)).toEqual({
      metadata: { ...metadata, ...more, chain },
      end: text.length + 1,
    });
  });

  test.each<[string, (text: string) => string]>([
    ['a blank', (text) => text.replace(':', ': ')],
    ['a member twice', (text) => text.replace('"clientId"', '"clientId":"x","clientId"')],
    ['a letter escaped', (text) => text.replace('shop', '\\u0073hop')],
    ['a letter beyond ASCII', (text) => text.replace('shop', 'sh\u00f6p')],
    ['an unknown action', (text) => text.replace('"capture"', '"constructor"')],
  ])('with %s is left to the parser', (_what, spelled) => {
    expect(read(spelled(canonicalJson(metadata)))).toBeUndefined();
  });

  test('is read as the parser reads it, or left to it', () => {
    fc.assert(
      fc.property(arbitraryMetadata, (any) => {
        const found = read(canonicalJson(any));
        if (found === undefined) return;
        expect(found.metadata).toEqual(parseMetadata({ ...any, chain }, orderActions));
      }),
      { numRuns: 2_000 },
    );
  });
});
