import { fileChunks } from './file-chunks.js';
import type { Line } from './line-head.js';
import { LineSplitter } from './line-splitter.js';

/**
 * The lines of files, one behind the other, in their order, a piece in memory at a time. Each is lent for the time of the
 * call.
 */
export const eachLine = (paths: readonly string[], onLine: (line: Line) => void): void => {
  for (const path of paths) {
    const splitter = new LineSplitter(onLine);
    for (const chunk of fileChunks(path)) splitter.push(chunk);
    splitter.end();
  }
};
