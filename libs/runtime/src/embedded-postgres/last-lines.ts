import type { Readable } from 'node:stream';
import { readLines } from '../supervision/read-lines.js';

const mostLines = 20;

/** Remembers the last lines of a stream, for the message of the error that ends it. */
export const lastLines = (
  stream: Readable | null,
  onLine: (line: string) => void = () => undefined,
): (() => readonly string[]) => {
  const lines: string[] = [];
  readLines(stream, (line) => {
    lines.push(line);
    if (lines.length > mostLines) lines.shift();
    onLine(line);
  });
  return () => lines;
};
