import type { ApiPropertyOptions } from '@nestjs/swagger';

const controls = '\\u0000-\\u001f\\u007f-\\u009f';

const textOf = (pattern: string, minLength: number, maxLength: number): ApiPropertyOptions => ({
  type: 'string',
  minLength,
  maxLength,
  pattern,
});

/**
 * For descriptions: on one line, with spaces only in between. Generators and validators in other languages know neither
 * classes of Unicode (`\\p{Cc}`) nor conditions that look ahead or behind.
 */
export const oneLine = (maxLength: number): ApiPropertyOptions =>
  textOf(`^[^\\s${controls}](?:[^\\u2028\\u2029${controls}]*[^\\s${controls}])?$`, 1, maxLength);

/** For descriptions: something before an @ and something after it. */
export const emailAddress: ApiPropertyOptions = textOf(
  `^[^\\s@${controls}]+@[^\\s@${controls}]+$`,
  3,
  254,
);
