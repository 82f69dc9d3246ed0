import type { HistoryEntry } from '../../api/types.js';

/** The part of an event that the replay needs. */
export type ReplayedEvent = Pick<HistoryEntry, 'recordedAt' | 'after'>;

/**
 * The event after which the order stood at an instant: the last before the first that is later, as
 * `?at=` of the API has it; -1 before the first. `events` are in the order of the log.
 */
export const indexAt = (events: readonly ReplayedEvent[], instantMs: number): number => {
  const later = events.findIndex(({ recordedAt }) => Date.parse(recordedAt) > instantMs);
  return later === -1 ? events.length - 1 : later - 1;
};

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** From the first event to the last, both in whole seconds and both within. */
export const spanOf = (events: readonly ReplayedEvent[]): TimeSpan => {
  const times = events.map(({ recordedAt }) => Date.parse(recordedAt));
  const fromMs = times[0] ?? 0;
  // Clocks of several processes may differ, so the last event need not be the latest.
  const latest = times.reduce((most, time) => Math.max(most, time), fromMs);
  return { fromMs, toMs: latest };
};

export type Part = 'captured' | 'requested' | 'cancelled' | 'remaining';

export const parts: readonly Part[] = ['captured', 'requested', 'cancelled', 'remaining'];

export type BarSums = Readonly<Record<Part | 'total' | 'refunded', number>>;

/** The parts of the bar that are not empty, with their share of all parts. */
export const barOf = (
  sums: BarSums,
): readonly { readonly part: Part; readonly amount: number; readonly share: number }[] => {
  const shown = parts.filter((part) => sums[part] > 0);
  const whole = shown.reduce((sum, part) => sum + sums[part], 0);
  return shown.map((part) => ({ part, amount: sums[part], share: sums[part] / whole }));
};

/** `OrderPartCaptured` is `Part captured`. */
export const eventName = (type: string): string => {
  const words = type
    .replace(/^Order(?=[A-Z])/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
