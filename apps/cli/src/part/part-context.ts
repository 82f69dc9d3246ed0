import type { Logger, Settings } from '#runtime';

export interface PartContext {
  readonly settings: Settings;
  readonly logger: Logger;
}
