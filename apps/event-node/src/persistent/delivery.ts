import type { ResolvedEvent } from '../reading/link-resolver.js';

/** An event that a group has to get done, from its reading to its answer. */
export interface Delivery {
  readonly resolved: ResolvedEvent;
  /** The id that consumers answer by: the link's, else the event's. */
  readonly id: string;
  /** What it takes in memory. */
  readonly bytes: number;
  /** How often it was tried before. */
  retries: number;
  /** Milliseconds since the Unix epoch, of the last try. */
  sentAt: number;
  /** It is acknowledged, skipped, or durably parked. */
  readonly settle: () => void;
}

const OVERHEAD_BYTES = 256;

export const deliveryOf = (resolved: ResolvedEvent, settle: () => void): Delivery => ({
  resolved,
  id: idOf(resolved),
  bytes:
    OVERHEAD_BYTES + (resolved.event?.record.length ?? 0) + (resolved.link?.record.length ?? 0),
  retries: 0,
  sentAt: 0,
  settle,
});

const idOf = ({ event, link }: ResolvedEvent): string =>
  (link ?? event)?.id.toString('latin1') ?? '';
