import type { LogPage } from '#event-log';

/** What stood in the log when the store took the page's last event is in the page or before it. */
export const freshness = ({ events, storedAt, caughtUp }: LogPage): { freshAt?: string } => {
  if (storedAt !== undefined) return { freshAt: storedAt };
  return caughtUp && events.length === 0 ? { freshAt: new Date().toISOString() } : {};
};
