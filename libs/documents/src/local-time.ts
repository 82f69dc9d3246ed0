import { localDay } from '#ledger';

const timeFormats = new Map<string, Intl.DateTimeFormat>();
/** There are some 600 zones; a wrong name throws before it is kept. */
const formatsMax = 1_000;

const timeFormatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = timeFormats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone, numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  if (timeFormats.size < formatsMax) timeFormats.set(timeZone, made);
  return made;
};

/** What clocks in a zone show at an instant: `2026-03-29 14:03:27`. */
export const localTime = (instant: string, timeZone: string): string =>
  `${localDay(instant, timeZone)} ${timeFormatOf(timeZone).format(Date.parse(instant))}`;
