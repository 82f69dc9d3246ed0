import type { HistoryEntry } from '../../api/types.js';

/** The two fields of an event that this file needs. */
export type ReplayedEvent = Pick<HistoryEntry, 'recordedAt' | 'after'>;

/**
 * The index of the last event that had been recorded at an instant; -1 before the first event.
 * `events` are in the order of the log. The search stops at the first event with a later time, as
 * the API does for `?at=`. Events after that one are left out, even if the slow clock of another
 * machine gave one an earlier time.
 */
export const indexAt = (events: readonly ReplayedEvent[], instantMs: number): number => {
  const later = events.findIndex(({ recordedAt }) => Date.parse(recordedAt) > instantMs);
  return later === -1 ? events.length - 1 : later - 1;
};

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The span in milliseconds from the first event's time to the latest time of any event. */
export const spanOf = (events: readonly ReplayedEvent[]): TimeSpan => {
  const times = events.map(({ recordedAt }) => Date.parse(recordedAt));
  const fromMs = times[0] ?? 0;
  // Events are recorded by machines whose clocks differ, so the last event may not have the latest
  // time.
  const latest = times.reduce((most, time) => Math.max(most, time), fromMs);
  return { fromMs, toMs: latest };
};

export type Part = 'captured' | 'requested' | 'cancelled' | 'remaining';

export const parts: readonly Part[] = ['captured', 'requested', 'cancelled', 'remaining'];

export type BarSums = Readonly<Record<Part | 'total' | 'refunded', number>>;

/**
 * The segments of a bar that shows how an order's total is divided. `share` is the segment's
 * length, between 0 and 1. An amount of 0 gets no segment.
 */
export const barOf = (
  sums: BarSums,
): readonly { readonly part: Part; readonly amount: number; readonly share: number }[] => {
  const shown = parts.filter((part) => sums[part] > 0);
  const whole = shown.reduce((sum, part) => sum + sums[part], 0);
  return shown.map((part) => ({ part, amount: sums[part], share: sums[part] / whole }));
};

/** The type of an event as words for the user: `OrderPartCaptured` becomes `Part captured`. */
export const eventName = (type: string): string => {
  const words = type
    .replace(/^Order(?=[A-Z])/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
