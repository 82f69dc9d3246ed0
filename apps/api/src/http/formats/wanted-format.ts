/** How a list can be written. */
export type Format = 'json' | 'ndjson' | 'csv';

/** Of these the first one wins that is wanted most. */
const formats: readonly (readonly [type: string, format: Format])[] = [
  ['application/json', 'json'],
  ['application/x-ndjson', 'ndjson'],
  ['text/csv', 'csv'],
];

interface Range {
  readonly type: string;
  readonly weight: number;
}

const rangeOf = (text: string): Range => {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length);
  const number = weight === undefined ? 1 : Number(weight);
  return { type, weight: number >= 0 && number <= 1 ? number : 0 };
};

/** RFC 9110, 12.5.1: the most precise range that matches says how much a type is wanted. */
const weightOf = (type: string, ranges: readonly Range[]): number => {
  const [family] = type.split('/');
  for (const range of [type, `${family}/*`, '*/*']) {
    const found = ranges.find((one) => one.type === range);
    if (found !== undefined) return found.weight;
  }
  return 0;
};

/** What `Accept` asks for; JSON when it asks for nothing that there is. */
export const wantedFormat = (accept: string | undefined): Format => {
  const ranges = (accept ?? '*/*').split(',').map(rangeOf);
  let wanted: Format = 'json';
  let most = 0;
  for (const [type, format] of formats) {
    const weight = weightOf(type, ranges);
    if (weight > most) [wanted, most] = [format, weight];
  }
  return wanted;
};
