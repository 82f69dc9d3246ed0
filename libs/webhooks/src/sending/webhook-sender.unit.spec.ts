import { expect, test } from '@jest/globals';
import { attemptReason } from './webhook-sender.js';

test('a reason can be stored and printed, whatever the receiver put into it', () => {
  const error = new Error("not in the cert's altnames: a\0b\u001b[2Jc\u009bd\ne\u202ef");
  expect(attemptReason(error)).toBe("not in the cert's altnames: a b [2Jc d e f");
});

test('is short, and the name of an error that says nothing', () => {
  expect(attemptReason(new Error('x'.repeat(1_000)))).toHaveLength(200);
  expect(attemptReason(new RangeError(''))).toBe('RangeError');
  expect(attemptReason('gone')).toBe('gone');
});
