const two = (number: number): string => String(number).padStart(2, '0');
const minutesPerHour = 60;

/** An instant as text in the user's time zone: `2026-11-20 10:04:05`. */
export const clockText = (instant: string): string => {
  const at = new Date(instant);
  return `${dayText(at)} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
};

const secondsLength = ':05'.length;

/** An instant as text in the user's time zone, without seconds: `2026-11-20 10:04`. */
export const minuteText = (instant: string): string => clockText(instant).slice(0, -secondsLength);

/**
 * The offset of the user's time zone from UTC at that instant, such as `+01:00`; `UTC` for zero.
 */
export const zoneText = (instant: string): string => {
  const minutes = -new Date(instant).getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const hours = two(Math.floor(size / minutesPerHour));
  return `${minutes < 0 ? '-' : '+'}${hours}:${two(size % minutesPerHour)}`;
};

/** An instant as text in the user's time zone, with the offset: `2026-11-20 10:04:05 +01:00`. */
export const timeText = (instant: string): string => `${clockText(instant)} ${zoneText(instant)}`;

const dayText = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

const steps: readonly (readonly [unit: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
];

/** A duration in its largest whole unit, rounded down: `3 d`, `5 h`, `12 min`, `4 s`. */
export const durationText = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  const [unit, size] = steps.find(([, length]) => whole >= length) ?? ['s', 1];
  return `${Math.floor(whole / size)} ${unit}`;
};

const msPerDay = 86_400_000;

/** The calendar day of an instant in a time zone: `2026-11-20`. */
export const dayIn = (timeZone: string, instant: Date): string =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant);

/** `count` consecutive days that end with `today` (such as `2026-11-20`), the oldest first. */
export const lastDays = (today: string, count: number): readonly string[] => {
  const end = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: count }, (_, at) =>
    new Date(end - (count - 1 - at) * msPerDay).toISOString().slice(0, 10),
  );
};
