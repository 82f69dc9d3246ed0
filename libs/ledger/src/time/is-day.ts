/** Years as for instants (`isInstant`). */
const shape = /^(?:19|2\d)\d\d-\d\d-\d\d$/;

/** Whether a text is a day of the calendar from 1900 to 2999, as `2026-03-31`; February has no 30th. */
export const isDay = (text: string): boolean => {
  const time = shape.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};
