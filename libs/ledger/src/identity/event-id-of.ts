import { v5 as uuidV5 } from 'uuid';

/** The id of the `index`-th event (from 0) that an action appends. `actionId` must be a UUID. */
export const eventIdOf = (actionId: string, index: number): string =>
  uuidV5(String(index), actionId);
