import { stopRequest } from '#runtime';

/** Aborted when the command is asked to stop, so that it can leave nothing behind. */
export const stopSignal = (said: string): AbortSignal => {
  const stopping = new AbortController();
  void stopRequest().then(() => {
    stopping.abort(new Error(said));
  });
  return stopping.signal;
};
