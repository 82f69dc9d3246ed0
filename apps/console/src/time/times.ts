const two = (number: number): string => String(number).padStart(2, '0');

/** `2026-11-20 10:04:05`, in the reader's time zone. */
export const timeText = (instant: string): string => {
  const at = new Date(instant);
  return `${dayText(instant)} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
};

/** `2026-11-20`, in the reader's time zone. */
export const dayText = (instant: string): string => {
  const at = new Date(instant);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
};

const steps: readonly (readonly [unit: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
];

/** `3 d`, `5 h`, `12 min`, `4 s`: the largest unit that fits. */
export const durationText = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  const [unit, size] = steps.find(([, length]) => whole >= length) ?? ['s', 1];
  return `${Math.floor(whole / size)} ${unit}`;
};
