import type { Usage } from '../measure/usage.js';
import type { Figures } from './figures.js';

export interface GeneratorUse {
  readonly latencies: { readonly length: number };
  readonly cpuSeconds: number;
  readonly memoryMb: number;
}

/** What the parts used, and the generator of the load, for 1,000 requests. */
export const costsOf = (used: Usage, generator: GeneratorUse): Figures['costs'] => {
  const thousands = Math.max(1, generator.latencies.length) / 1_000;
  return Object.fromEntries(
    Object.entries({ ...used, generator }).map(([part, { cpuSeconds, memoryMb }]) => [
      part,
      { cpuPer1000: cpuSeconds / thousands, memoryMb },
    ]),
  );
};
