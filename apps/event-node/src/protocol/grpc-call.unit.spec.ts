import { expect, test } from '@jest/globals';
import { deadlineOf } from './grpc-call.js';

test.each<[string | undefined, number | undefined]>([
  ['10S', 11_000],
  ['250m', 1_250],
  ['2M', 121_000],
  ['1H', 3_601_000],
  ['500000u', 1_500],
  ['1000000n', 1_001],
  [undefined, undefined],
  ['soon', undefined],
  ['123456789S', undefined],
])('a timeout of %p from 1000 on ends at %p', (header, deadline) => {
  expect(deadlineOf(header, 1_000)).toBe(deadline);
});
