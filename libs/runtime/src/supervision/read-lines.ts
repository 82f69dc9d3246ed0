import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';

const longestLine = 64 * 1024;

/** Calls `onLine` for every line of the stream; a line beyond 64 KiB comes in pieces, so that memory is bounded. */
export const readLines = (stream: Readable | null, onLine: (line: string) => void): void => {
  if (stream === null) return;
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): void => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
    if (rest.length > longestLine) flush();
  };
  const flush = (): void => {
    if (rest !== '') onLine(rest);
    rest = '';
  };
  stream.on('data', (chunk: Buffer) => {
    take(decoder.write(chunk));
  });
  stream.on('end', flush);
};
