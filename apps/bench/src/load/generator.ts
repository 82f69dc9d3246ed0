import { monotonicMs, residentMb } from '../measure/usage.js';
import { type LoadAnswer, LoadConnection } from './connection.js';
import {
  type LoadJob,
  type LoadResult,
  notSent,
  type Pacing,
  pacingOf,
  type PositionSample,
} from './load-job.js';
import { plannedRequests, type PlannedRequests } from './planned-requests.js';

/**
 * The load generator is a separate process, so that its CPU time is not mixed with the CPU time of
 * the measured system or of the checks. The generator runs one job at a time for the bench, and
 * ends when the bench ends.
 */
process.on('message', (job: LoadJob) => {
  void new LoadRun(job).run().then((result) => process.send?.(result));
});
process.once('disconnect', () => process.exit(0));

const accepted = 202;

/**
 * Sends the requests of one job over its connections, at the times that the job's pacing sets, and
 * keeps the outcome of each request.
 */
class LoadRun {
  readonly #requests: PlannedRequests;
  readonly #pacing: Pacing;
  readonly #idle: LoadConnection[];
  readonly #connections: readonly LoadConnection[];
  readonly #statuses: Uint16Array;
  readonly #latencies: Float64Array;
  readonly #dueAt: Float64Array;
  readonly #sampleEvery: number;
  readonly #samples: PositionSample[] = [];
  #next = 0;
  #startedAt = 0;
  #endedAt = 0;
  #isWaiting = false;
  #finish: (() => void) | undefined;

  constructor(job: LoadJob) {
    this.#sampleEvery = job.sampleEvery;
    this.#requests = plannedRequests(job.plan);
    this.#pacing = pacingOf(job.pacing, this.#requests.count);
    const { count } = this.#requests;
    this.#statuses = new Uint16Array(count).fill(notSent);
    this.#latencies = new Float64Array(count);
    this.#dueAt = new Float64Array(count);
    const answered = this.#answered.bind(this);
    this.#connections = Array.from(
      { length: job.connections },
      () => new LoadConnection(job.url, `Bearer ${job.token}`, answered),
    );
    this.#idle = [...this.#connections];
  }

  async run(): Promise<LoadResult> {
    await Promise.all(this.#connections.map(async (connection) => connection.open()));
    const cpuBefore = process.cpuUsage();
    this.#startedAt = performance.now();
    this.#endedAt = this.#startedAt;
    await new Promise<void>((resolve) => {
      this.#finish = resolve;
      this.#sendWhatIsDue();
    });
    const { user, system } = process.cpuUsage(cpuBefore);
    await Promise.all(this.#connections.map(async (connection) => connection.close()));
    return {
      statuses: this.#statuses.subarray(0, this.#next),
      latencies: this.#latencies.subarray(0, this.#next),
      elapsedSeconds: (this.#endedAt - this.#startedAt) / 1_000,
      cpuSeconds: (user + system) / 1e6,
      memoryMb: residentMb(process.pid),
      samples: this.#samples,
      faults: this.#faults(),
    };
  }

  /** Sends requests as long as a request is due and a connection is free. */
  #sendWhatIsDue(): void {
    const elapsed = performance.now() - this.#startedAt;
    const due = this.#pacing.dueBy(elapsed);
    while (this.#next < due) {
      const connection = this.#idle.pop();
      // If all connections are busy, the request is sent after the next answer. Its latency still
      // begins at the time that the schedule set for it.
      if (connection === undefined) return;
      const index = this.#next++;
      this.#dueAt[index] = this.#pacing.dueAt(index, elapsed);
      connection.send(index, this.#requests.at(index));
    }
    this.#waitOrEnd(elapsed);
  }

  #waitOrEnd(elapsed: number): void {
    const pauseMs = this.#pacing.nextIn(this.#next, elapsed);
    if (pauseMs !== undefined) this.#lookAgainIn(pauseMs);
    else if (this.#idle.length === this.#connections.length) this.#finish?.();
  }

  #lookAgainIn(pauseMs: number): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    setTimeout(() => {
      this.#isWaiting = false;
      this.#sendWhatIsDue();
    }, pauseMs);
  }

  #answered({ connection, index, status, headers }: LoadAnswer): void {
    const now = performance.now();
    this.#endedAt = now;
    this.#latencies[index] = now - this.#startedAt - (this.#dueAt[index] ?? 0);
    this.#statuses[index] = status;
    const every = this.#sampleEvery;
    if (every > 0 && index % every === 0 && status === accepted) this.#sample(headers);
    this.#idle.push(connection);
    this.#sendWhatIsDue();
  }

  #sample(headers: readonly Buffer[]): void {
    for (let at = 0; at + 1 < headers.length; at += 2) {
      if (headers[at]?.toString('latin1').toLowerCase() !== 'ledger-position') continue;
      const position = BigInt(headers[at + 1]?.toString('latin1') ?? '0');
      this.#samples.push({ position, atMs: monotonicMs() });
    }
  }

  #faults(): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const { faults } of this.#connections) {
      for (const [code, count] of faults) sums[code] = (sums[code] ?? 0) + count;
    }
    return sums;
  }
}
