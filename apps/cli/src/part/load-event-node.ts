import { InvalidSettings } from '#runtime';

type EventNodeModule = typeof import('../../../event-node/src/main.js');

/** The storage engine is a native library, which the production image leaves out. */
const isWithoutEngine = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('No native build was found');

/** The event node's code; throws `InvalidSettings` where it cannot run. */
export const loadEventNode = async (): Promise<EventNodeModule> => {
  try {
    return await import('../../../event-node/src/main.js');
  } catch (error) {
    if (!isWithoutEngine(error)) throw error;
    throw new InvalidSettings([
      'EVENTSTORE_URL: found nothing, and the embedded event node cannot run here: the native library of ' +
        `lmdb is not installed (for ${process.platform}-${process.arch}, left out by --omit=optional); ` +
        'allowed is an esdb:// or esdb+discover:// connection string',
    ]);
  }
};
