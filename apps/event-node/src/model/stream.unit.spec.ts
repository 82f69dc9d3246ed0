import { describe, expect, test } from '@jest/globals';
import { deletedMetadata, metadataFrom, noLimits, parseStreamMetadata } from './stream.js';

const parse = (json: string) => parseStreamMetadata(Buffer.from(json));

describe('stream metadata', () => {
  test('sets limits to reading', () => {
    expect(parse('{"$maxCount":3,"$tb":5,"$maxAge":60,"other":true}')).toEqual({
      maxCount: 3,
      truncateBefore: 5,
      maxAgeSeconds: 60,
      isSoftDeleted: false,
    });
  });

  test.each([
    '',
    'no json',
    '[1]',
    'null',
    '{"$maxCount":0}',
    '{"$maxCount":1.5}',
    '{"$maxCount":"3"}',
    '{"$tb":-1}',
    '{"$maxAge":0,"$maxCount":2}',
  ])('%j counts as none', (json) => {
    expect(parse(json)).toEqual(noLimits);
  });

  test('of a deleted stream says so, though JSON rounds its number', () => {
    expect(parseStreamMetadata(deletedMetadata).isSoftDeleted).toBe(true);
    expect(parse('{"$tb":9007199254740991}').isSoftDeleted).toBe(false);
  });

  test('of a stream that goes on keeps its other keys', () => {
    const before = Buffer.from('{"$tb":9223372036854775807,"$maxCount":7,"team":"finance"}');
    expect(JSON.parse(metadataFrom(before, 12).toString())).toEqual({
      $tb: 12,
      $maxCount: 7,
      team: 'finance',
    });
    expect(metadataFrom(deletedMetadata, 0).toString()).toBe('{"$tb":0}');
  });
});
