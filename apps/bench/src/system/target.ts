import type { PartPids } from '../measure/usage.js';

/** The system that is measured. What is not known of it is not measured or not checked, and the report says so. */
export interface Target {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly eventStoreUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string | undefined;
  /** The process ids of now; a part that was restarted has another one. */
  readonly pids: () => PartPids;
  /** Ends the part and waits for the process in its place; `undefined` where the system is not ours. */
  readonly restart: ((part: string) => Promise<void>) | undefined;
  readonly stop: () => Promise<void>;
}
