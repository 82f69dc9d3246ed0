const KEPT = 1_000;

const quantiles: readonly (readonly [string, number])[] = [
  ['Median', 0.5],
  ['Fastest', 0],
  ['Quintile 1', 0.2],
  ['Quintile 2', 0.4],
  ['Quintile 3', 0.6],
  ['Quintile 4', 0.8],
  ['Quintile 5', 1],
  ['90%', 0.9],
  ['95%', 0.95],
  ['99%', 0.99],
  ['99.5%', 0.995],
  ['99.9%', 0.999],
  ['Highest', 1],
];

/** How long a consumer took to answer its last events, in milliseconds. */
export class Latencies {
  readonly #latencies: number[] = [];
  #next = 0;

  add(ms: number): void {
    this.#latencies[this.#next] = ms;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** The measurements that a group with extra statistics tells. */
  measurements(): readonly (readonly [string, number])[] {
    const sorted = [...this.#latencies].sort((a, b) => a - b);
    if (sorted.length === 0) return [];
    const mean = sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length;
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
    return [
      ['Mean', Math.round(mean)] as const,
      ...quantiles.map(([name, share]) => [name, at(share)] as const),
    ];
  }
}
