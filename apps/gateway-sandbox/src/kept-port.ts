import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileIn = (dataDir: string): string => join(dataDir, 'port');

/** The port of the last start on these data; `undefined` at the first. */
export const keptPort = (dataDir: string): number | undefined => {
  const file = fileIn(dataDir);
  const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
};

/** Keeps the port for the next start: receipts of captures name it, and stand in the log. */
export const keepPort = (dataDir: string, port: number): void => {
  if (keptPort(dataDir) !== port) writeFileSync(fileIn(dataDir), `${port}\n`);
};
