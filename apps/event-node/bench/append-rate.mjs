/**
 * Measures how many events per second the official client can append, read from streams, and read
 * from `$all`. Each append is flushed to the disk.
 *
 *   node apps/event-node/bench/append-rate.mjs [seconds per step] [build folder, default dist]
 *
 * The node runs in a separate process on a temporary directory. Besides the rates, the program
 * prints the CPU time that the node and the client used for each operation. CPU times can be
 * compared between two runs even if the machine is busy with other work.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';

const seconds = Number(process.argv[2] ?? 5);
const build = process.argv[3] ?? 'dist';
const program = join(import.meta.dirname, 'node-process.mjs');
const data = { text: 'x'.repeat(245) }; // 256 bytes as JSON.

const dataDir = mkdtempSync(join(tmpdir(), 'event-node-bench-'));
const begun = performance.now();
const child = spawn(process.execPath, [program, build, dataDir], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [line] = await once(createInterface(child.stdout), 'line');
const { url } = JSON.parse(line);
const client = EventStoreDBClient.connectionString(url);
console.log(`start: ${(performance.now() - begun).toFixed(0)} ms`);

/**
 * The CPU time (ms) that the node has used so far, and its resident memory (MB); NaN on systems
 * other than Linux.
 */
const nodeUsage = () => {
  try {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(' ');
    const [, kilobytes = 0] = /VmRSS:\s+(\d+)/.exec(
      readFileSync(`/proc/${child.pid}/status`, 'utf8'),
    );
    return { cpuMs: (Number(fields[13]) + Number(fields[14])) * 10, megabytes: kilobytes / 1024 };
  } catch {
    return { cpuMs: NaN, megabytes: NaN };
  }
};

/**
 * Runs an operation in `concurrency` parallel loops for `seconds`, and prints its rate, CPU time
 * and memory. The operation returns the number that is counted: 1 for an append or a read of a
 * stream, and the number of events for a read of `$all`.
 */
const measure = async (name, concurrency, operation) => {
  const before = nodeUsage();
  const clientBefore = process.cpuUsage();
  const start = performance.now();
  const end = start + seconds * 1000;
  let count = 0;
  const loop = async () => {
    while (performance.now() < end) {
      const done = await operation();
      count += done; // Added after the wait, because other loops count in the meantime.
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  const elapsed = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(clientBefore);
  const after = nodeUsage();
  console.log(
    `${name}: ${(count / elapsed).toFixed(0)}/s, ` +
      `CPU each: node ${(((after.cpuMs - before.cpuMs) * 1000) / count).toFixed(0)} us, ` +
      `client ${((user + system) / count).toFixed(0)} us; ` +
      `node memory ${after.megabytes.toFixed(0)} MB`,
  );
};

const append = async () => {
  const event = jsonEvent({ type: 'Measured', data });
  await client.appendToStream(`bench-${randomUUID()}`, event, { expectedRevision: NO_STREAM });
  return 1;
};

const countOf = async (read) => {
  let count = 0;
  for await (const event of read) count += event.event === undefined ? 0 : 1;
  return count;
};

for (const concurrency of [1, 64, 256]) {
  await measure(`appends, ${concurrency} at once`, concurrency, append);
}

const stream = `bench-${randomUUID()}`;
await client.appendToStream(
  stream,
  Array.from({ length: 10 }, () => jsonEvent({ type: 'Measured', data })),
);
await measure('reads of 10 events, 16 at once', 16, async () => {
  await countOf(client.readStream(stream));
  return 1;
});
await measure('events of $all, one reader', 1, () => countOf(client.readAll()));

await client.dispose();
child.kill('SIGTERM');
await once(child, 'exit');
rmSync(dataDir, { recursive: true, force: true });
