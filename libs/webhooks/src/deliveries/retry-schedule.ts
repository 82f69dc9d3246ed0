const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long after a failed attempt the next one is made, milliseconds (walley.md, "Webhooks"). */
export const retryDelaysMs: readonly number[] = [
  5 * second,
  10 * second,
  3 * minute,
  1 * hour,
  4 * hour,
  8 * hour,
  16 * hour,
  24 * hour,
];

/** When a delivery is tried again after so many failed attempts; `undefined`: it is dead. */
export const nextAttemptAt = (failures: number, failedAt: Date): Date | undefined => {
  const delayMs = retryDelaysMs[failures - 1];
  return delayMs === undefined ? undefined : new Date(failedAt.getTime() + delayMs);
};
