/** IANA names alone: the runtime would take offsets such as +01:00 too, which know no summer time. */
const named = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;

/** Whether the runtime knows a time zone of this IANA name. */
export const isTimeZone = (name: string): boolean => {
  if (name.length > 64 || !named.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
