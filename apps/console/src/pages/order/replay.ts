import type { HistoryEntry } from '../../api/types.js';

/** The members of an event that the replay uses. */
export type ReplayedEvent = Pick<HistoryEntry, 'recordedAt' | 'after'>;

/**
 * Index of the last event that had happened at an instant; -1 before the first event. `events` are
 * in the order of the log. The search stops at the first event with a later time, as `?at=` of the
 * API does. The events after that one do not count, even if a slow clock gave them an earlier time.
 */
export const indexAt = (events: readonly ReplayedEvent[], instantMs: number): number => {
  const later = events.findIndex(({ recordedAt }) => Date.parse(recordedAt) > instantMs);
  return later === -1 ? events.length - 1 : later - 1;
};

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** From the time of the first event to the latest time, both inclusive, in milliseconds. */
export const spanOf = (events: readonly ReplayedEvent[]): TimeSpan => {
  const times = events.map(({ recordedAt }) => Date.parse(recordedAt));
  const fromMs = times[0] ?? 0;
  // Clocks of processes differ, so the last event need not have the latest time.
  const latest = times.reduce((most, time) => Math.max(most, time), fromMs);
  return { fromMs, toMs: latest };
};

export type Part = 'captured' | 'requested' | 'cancelled' | 'remaining';

export const parts: readonly Part[] = ['captured', 'requested', 'cancelled', 'remaining'];

export type BarSums = Readonly<Record<Part | 'total' | 'refunded', number>>;

/** The parts of the bar that are above zero, each with its share of their sum. */
export const barOf = (
  sums: BarSums,
): readonly { readonly part: Part; readonly amount: number; readonly share: number }[] => {
  const shown = parts.filter((part) => sums[part] > 0);
  const whole = shown.reduce((sum, part) => sum + sums[part], 0);
  return shown.map((part) => ({ part, amount: sums[part], share: sums[part] / whole }));
};

/** The type of an event in words: `OrderPartCaptured` becomes `Part captured`. */
export const eventName = (type: string): string => {
  const words = type
    .replace(/^Order(?=[A-Z])/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
