import { fileChunks } from './file-chunks.js';
import type { Line } from './line-head.js';
import { LineSplitter } from './line-splitter.js';

/** The lines of a file, in their order, a piece of it in memory at a time. Each is lent for the time of the call. */
export const eachLine = (path: string, onLine: (line: Line) => void): void => {
  const splitter = new LineSplitter(onLine);
  for (const chunk of fileChunks(path)) splitter.push(chunk);
  splitter.end();
};
