import type { Logger } from '#runtime';
import type { Pace } from './pace.js';

export interface WorkerOptions {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  readonly logger: Logger;
  /** Other than the defaults, in tests. */
  readonly pace?: Partial<Pace>;
}
