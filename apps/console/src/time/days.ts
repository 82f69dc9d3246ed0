const msPerDay = 86_400_000;

/** The day of an instant in a time zone: `2026-11-20`. */
export const dayIn = (timeZone: string, instant: Date): string =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant);

/** The last days up to the one of `now`, the first first. */
export const lastDays = (timeZone: string, count: number, now: Date): readonly string[] => {
  const today = Date.parse(`${dayIn(timeZone, now)}T00:00:00Z`);
  return Array.from({ length: count }, (_, at) =>
    new Date(today - (count - 1 - at) * msPerDay).toISOString().slice(0, 10),
  );
};
