import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '#ledger';
import { orderActions, parseMetadata } from './event-metadata.js';
import { readMetadata } from './read-metadata.js';

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
    recordedAt: fc.constantFrom('2026-03-01T12:00:00.000Z', '2026-03-01', ''),
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
