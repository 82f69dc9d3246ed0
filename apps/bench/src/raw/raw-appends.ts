import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import type { JSONEventType } from '@eventstore/db-client';
import { residentMb } from '../measure/usage.js';
import type { RawJob, RawResult } from './raw-ceiling.js';

const appendWithinMs = 30_000;

/**
 * Appends events with the official client in `concurrency` parallel loops, until the time has
 * passed or the number of appends is reached. A loop waits for each acknowledgement, which means
 * that the event is durable.
 */
const append = async (client: EventStoreDBClient, job: RawJob): Promise<RawResult> => {
  const latencies = new Float64Array(job.appendsMax);
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + job.seconds * 1_000;
  let count = 0;
  const one = async (): Promise<void> => {
    while (count < job.appendsMax && performance.now() < endsAt) {
      const index = count++;
      const sentAt = performance.now();
      const event = jsonEvent(job.event as JSONEventType);
      await client.appendToStream(`${job.streamPrefix}${index}`, event, {
        expectedRevision: NO_STREAM,
        deadline: appendWithinMs,
      });
      latencies[index] = performance.now() - sentAt;
    }
  };
  await Promise.all(Array.from({ length: job.concurrency }, one));
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    latencies: latencies.slice(0, count),
    elapsedSeconds: (performance.now() - startedAt) / 1_000,
    cpuSeconds: (user + system) / 1e6,
    memoryMb: residentMb(process.pid),
  };
};

/**
 * Runs one job in this process, which is separate from the bench. All appends go through one
 * client, as in the API.
 */
const run = async (job: RawJob): Promise<void> => {
  const client = EventStoreDBClient.connectionString(job.eventStoreUrl);
  const result = await append(client, job);
  await client.dispose();
  process.send?.(result);
};

process.on('message', (job: RawJob) => {
  void run(job);
});
process.once('disconnect', () => process.exit(0));
