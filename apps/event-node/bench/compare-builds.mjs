/**
 * Compares how fast several builds of the node append events, in turns, with the official client:
 *
 * node apps/event-node/bench/compare-builds.mjs <turns> <seconds per turn> <folder of a build>...
 *
 * All nodes run at the same time, but only one is busy in each turn. Because the builds take turns,
 * other load on the machine slows all of them equally. The CPU times include all threads of a node.
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

const [turns, seconds, ...builds] = process.argv.slice(2);
const data = { text: 'x'.repeat(245) }; // 256 bytes as JSON.
const CONCURRENCIES = (process.env['CONCURRENCIES'] ?? '1,64,256').split(',').map(Number);

const program = join(import.meta.dirname, 'node-process.mjs');

const start = async (build) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'event-node-bench-'));
  const child = spawn(process.execPath, [program, build, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  const client = EventStoreDBClient.connectionString(JSON.parse(line).url);
  return { build, dataDir, child, client, sums: new Map() };
};

/** The CPU time that a node has used so far, in microseconds. Linux counts it in ticks of 10 ms. */
const cpuOf = ({ child }) => {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10_000;
};

const append = (client) =>
  client.appendToStream(`bench-${randomUUID()}`, jsonEvent({ type: 'Measured', data }), {
    expectedRevision: NO_STREAM,
  });

const load = async (client, concurrency, ms) => {
  const end = performance.now() + ms;
  const latencies = [];
  const loop = async () => {
    while (performance.now() < end) {
      const begun = performance.now();
      await append(client);
      latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  return latencies;
};

const turn = async (node, concurrency) => {
  const [cpu, own, begun] = [cpuOf(node), process.cpuUsage(), performance.now()];
  const latencies = await load(node.client, concurrency, Number(seconds) * 1000);
  const { user, system } = process.cpuUsage(own);
  const sum = node.sums.get(concurrency) ?? { count: 0, cpu: 0, client: 0, ms: 0, latencies: [] };
  sum.count += latencies.length;
  sum.cpu += cpuOf(node) - cpu;
  sum.client += user + system;
  sum.ms += performance.now() - begun;
  for (const latency of latencies) sum.latencies.push(latency);
  node.sums.set(concurrency, sum);
};

const nodes = [];
for (const build of builds) nodes.push(await start(build));
for (const node of nodes) await load(node.client, 64, 3_000);
for (let count = 0; count < Number(turns); count++) {
  for (const concurrency of CONCURRENCIES) for (const node of nodes) await turn(node, concurrency);
}
for (const concurrency of CONCURRENCIES) {
  for (const { build, sums } of nodes) {
    const { count, cpu, client, ms, latencies } = sums.get(concurrency);
    latencies.sort((a, b) => a - b);
    const at = (share) => latencies[Math.floor(latencies.length * share)].toFixed(1);
    console.log(
      `${String(concurrency).padStart(4)} at once, ${build}: ${((count * 1000) / ms).toFixed(0)}/s, ` +
        `CPU each: node ${(cpu / count).toFixed(1)} us, client ${(client / count).toFixed(1)} us; ` +
        `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
    );
  }
}
for (const { build, child, client, dataDir } of nodes) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
  console.log(`memory, ${build}: ${(kilobytes / 1024).toFixed(0)} MB`);
  await client.dispose();
  child.kill('SIGTERM');
  await once(child, 'exit');
  rmSync(dataDir, { recursive: true, force: true });
}
