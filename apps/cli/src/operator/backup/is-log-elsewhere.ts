import { runningInstance } from '#runtime';
import type { Settings } from '#runtime';

/** Whether the log is in an event store that this ledger does not run itself. */
export const isLogElsewhere = ({ eventStoreUrl, dataDir }: Settings): boolean => {
  if (eventStoreUrl !== undefined) return true;
  const running = runningInstance(dataDir);
  return running !== undefined && !('event-node' in running.parts);
};
