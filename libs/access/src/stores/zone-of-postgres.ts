import { DatabaseError } from 'pg';
import type { Pool } from 'pg';

const clocks = `SELECT to_char(at AT TIME ZONE $1, 'YYYY-MM-DD HH24:MI') AS shown
  FROM unnest($2::timestamptz[]) WITH ORDINALITY AS t (at, nth) ORDER BY nth`;

const monthMs = 2_629_746_000;
const monthsAhead = 24;

/** What clocks in a zone show, as `2026-03-29 02:30`. */
const shownIn = (timeZone: string): ((at: Date) => string) => {
  const format = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });
  return (at) => format.format(at);
};

const isUnknownZone = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code === '22023';

/**
 * Whether PostgreSQL knows a zone and takes it for the same as the runtime, from now on: settlements are cut by the one,
 * reports count days by the other, and each brings its own copy of the time zone database.
 */
export const postgresAgreesOn = async (
  pool: Pick<Pool, 'query'>,
  timeZone: string,
  now: Date = new Date(),
): Promise<boolean> => {
  const instants = Array.from(
    { length: monthsAhead },
    (_, month) => new Date(now.getTime() + month * monthMs),
  );
  const expected = instants.map(shownIn(timeZone));
  try {
    const { rows } = await pool.query<{ shown: string }>(clocks, [timeZone, instants]);
    return rows.every(({ shown }, index) => shown === expected[index]);
  } catch (error) {
    if (isUnknownZone(error)) return false;
    throw error;
  }
};
