import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { validate, version } from 'uuid';
import { chainOf, chainStart, eventIdOf } from './chain.js';

const captured = {
  type: 'OrderCaptured',
  data: { orderId: 'o1', amount: 9500 },
  metadata: { schemaVersion: 1, action: 'capture' },
};
const expired = {
  type: 'OrderExpired',
  data: { orderId: 'o1', expiredAt: '2026-01-01T00:00:00.000Z' },
  metadata: { schemaVersion: 1, action: 'expire' },
};

// The expected chain values, computed with `sha256sum` instead of the ledger's code: `printf '%s'
// '{"data":{"amount":9500,"orderId":"o1"},"metadata":{...},"type":"OrderCaptured"}' | sha256sum`.
// For the second value, the 64 digits of the first one are printed before the JSON.
const first = '03555972ec5ad52ea7a4cee9a3606327fb8c7ddc5dec12902fd8bd787418cb96';
const second = 'ea037b15a5b953a32cd49e2c80f1cd04417558f3dbb79acb3f9aa5dcef489b75';

describe('the chain value of an event', () => {
  test('is SHA-256 over its canonical JSON for the first event of an order', () => {
    expect(chainOf(chainStart, captured)).toBe(first);
  });

  test('covers the chain value before it', () => {
    expect(chainOf(first, expired)).toBe(second);
  });

  test('does not depend on the order of keys, nor on a chain value already there', () => {
    const same = {
      metadata: { chain: 'x', action: 'capture', schemaVersion: 1 },
      data: { amount: 9500, orderId: 'o1' },
      type: 'OrderCaptured',
    };
    expect(chainOf(chainStart, same)).toBe(first);
  });

  test('is the same before and after a journey through JSON', () => {
    const awkward = {
      type: 'OrderCaptured',
      data: {
        price: -0,
        gone: undefined,
        text: '\ud83d\ude00 \u2028 "å"',
        deep: [{ b: 1.5, a: null }],
      },
      metadata: { schemaVersion: 1 },
    };
    const stored = JSON.parse(JSON.stringify(awkward)) as typeof awkward;
    expect(chainOf(first, stored)).toBe(chainOf(first, awkward));
  });
});

const chains = Array.from({ length: 64 }, (_, i) =>
  createHash('sha256').update(String(i)).digest('hex'),
);

test('an event id is a UUID of version 8', () => {
  const ids = chains.map(eventIdOf);
  expect(ids.every((id) => validate(id) && version(id) === 8)).toBe(true);
  expect(new Set(ids).size).toBe(chains.length);
});

test('it is the beginning of the chain value but for version and variant', () => {
  expect(eventIdOf(`0123456789abcdef${'f'.repeat(48)}`)).toBe(
    '01234567-89ab-8def-bfff-ffffffffffff',
  );
});
