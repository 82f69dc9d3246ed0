import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from './process-identity.js';
import { readRunFile } from './run-file.js';
import type { RunningProcess } from './run-file.js';

/** Parts stop by themselves when their `up` is gone; this is how long they may take. */
const patienceMs = 12_000;

const lives = ({ pid, identity }: RunningProcess): boolean => processIdentity(pid) === identity;

/**
 * After an `up` that was killed its parts are still stopping. The next start waits for them, and kills what stays, so
 * that no two processes ever work on the same files.
 */
export const awaitFormerParts = async (dataDir: string): Promise<void> => {
  const parts = Object.values(readRunFile(dataDir)?.parts ?? {});
  const deadline = Date.now() + patienceMs;
  while (parts.some(lives) && Date.now() < deadline) await delay(50);
  for (const part of parts.filter(lives)) process.kill(part.pid, 'SIGKILL');
  while (parts.some(lives)) await delay(20);
};
