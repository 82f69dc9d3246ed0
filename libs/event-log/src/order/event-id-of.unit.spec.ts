import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { validate, version } from 'uuid';
import { eventIdOf } from './event-id-of.js';

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
