import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRunFile } from '#runtime';
import type { PartPids } from '../measure/usage.js';

const postmasterPid = (dataDir: string): number | undefined => {
  try {
    const file = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    return Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
  } catch {
    return undefined;
  }
};

/**
 * The processes of the instance on this folder. PostgreSQL is its server rather than the part that looks after it; `up`
 * counts too, since it forwards the log lines of all.
 */
export const partPids = (dataDir: string): PartPids => {
  const run = readRunFile(dataDir);
  if (run === undefined) return {};
  const server = postmasterPid(dataDir);
  const parts = Object.entries(run.parts).map(([part, { pid }]) => [part, pid] as const);
  return {
    ...Object.fromEntries(parts),
    ...(server === undefined ? {} : { postgres: server }),
    up: run.pid,
  };
};
