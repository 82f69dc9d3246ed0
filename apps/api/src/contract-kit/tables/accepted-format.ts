import { ndjson } from '../streamed-bodies.js';

/** The formats in which a list can be answered. */
export type Format = 'json' | 'ndjson' | 'csv';

/** The `Content-Type` of an answer in each format. */
export const contentTypes: Readonly<Record<Format | 'pdf', string>> = {
  json: 'application/json; charset=utf-8',
  ndjson,
  csv: 'text/csv; charset=utf-8; header=present',
  pdf: 'application/pdf',
};

const mediaTypes: Readonly<Record<Format | 'pdf', readonly string[]>> = {
  pdf: ['application/pdf'],
  json: ['application/json'],
  ndjson: [ndjson, 'application/ndjson'],
  csv: ['text/csv'],
};

interface Range {
  readonly type: string;
  readonly quality: number;
}

const rangeOf = (text: string): Range => {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length);
  const number = quality === undefined ? 1 : Number(quality);
  return { type, quality: number >= 0 && number <= 1 ? number : 0 };
};

/**
 * The caller's preference for one format. `quality` is the weight of the most specific entry in the
 * `Accept` header that matches (RFC 9110, 12.5.1). `place` is the index of this entry in the
 * header.
 */
const wishFor = (
  format: Format | 'pdf',
  ranges: readonly Range[],
): { quality: number; place: number } => {
  const types = mediaTypes[format];
  const families = types.map((type) => `${type.split('/')[0]}/*`);
  for (const names of [types, families, ['*/*']]) {
    const place = ranges.findIndex(({ type }) => names.includes(type));
    const range = ranges[place];
    if (range !== undefined) return { quality: range.quality, place };
  }
  return { quality: 0, place: ranges.length };
};

/**
 * The format that an `Accept` header prefers. If two formats have the same weight, the one named
 * earlier in the header wins. If the same entry matches both, such as `text/*`, the earlier one in
 * `offered` wins. If the header accepts no format, the answer is JSON, as its content type shows.
 *
 * Parameters are ignored, so that `text/csv; bom=present` matches CSV. The package `negotiator`
 * does not fit here, because it compares parameters and ranks specific entries first.
 */
export const acceptedFormat = (
  accept: string | undefined,
  offered: readonly Format[] = ['json', 'ndjson', 'csv'],
): Format => preferred(accept, offered);

/** Like `acceptedFormat`, for a statement that can also be answered as a PDF. */
export const acceptedDocument = (accept: string | undefined): Format | 'pdf' =>
  preferred(accept, ['json', 'ndjson', 'csv', 'pdf'] as const);

const preferred = <Offered extends Format | 'pdf'>(
  accept: string | undefined,
  offered: readonly Offered[],
): Offered | 'json' => {
  const ranges = (accept ?? '*/*').split(',').map(rangeOf);
  let best: Offered | 'json' = 'json';
  let most = { quality: 0, place: 0 };
  for (const format of offered) {
    const wish = wishFor(format, ranges);
    const isMore = wish.quality > most.quality;
    const isEarlier = wish.quality === most.quality && wish.place < most.place;
    if (isMore || isEarlier) [best, most] = [format, wish];
  }
  return best;
};

const byteOrderMark = '\uFEFF';

const asksForIt = (range: string): boolean => {
  const [type, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  return type === 'text/csv' && parameters.includes('bom=present');
};

/**
 * The text to put before the header row of a CSV. By default this is empty, because many programs
 * would read a byte order mark as part of the first column's name. `Accept: text/csv; bom=present`
 * asks for the mark. Excel needs the mark to recognise UTF-8 in a file opened by a double click
 * (docs/decisions/0026).
 */
export const byteOrderMarkFor = (accept: string | undefined): string =>
  (accept ?? '').split(',').some(asksForIt) ? byteOrderMark : '';
