import { join } from 'node:path';
import type { Settings } from '#runtime';

/** All that the embedded event node keeps. */
export const eventNodeDir = ({ dataDir }: Settings): string => join(dataDir, 'event-node');
