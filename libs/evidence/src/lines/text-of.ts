import { isAscii } from 'node:buffer';

/** The text of some bytes of UTF-8. Most are ASCII, which is read several times faster. */
export const decodeText = (buffer: Buffer, start: number, end: number): string =>
  buffer.toString(isAscii(buffer.subarray(start, end)) ? 'latin1' : 'utf8', start, end);
