import { ndjson } from '../lines/ndjson.js';

export type Format = 'json' | 'ndjson' | 'csv' | 'pdf';

/** The content types of tables, as answers name them. */
export const contentTypes: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  ndjson,
  csv: 'text/csv; charset=utf-8; header=present',
  pdf: 'application/pdf',
};

const mediaTypes: Readonly<Record<string, Format>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'text/csv': 'csv',
  'application/pdf': 'pdf',
};

interface Preference {
  readonly format: Format | undefined;
  readonly quality: number;
}

const preferenceOf = (range: string): Preference => {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return {
    format: type === '*/*' || type === 'application/*' ? 'json' : mediaTypes[type],
    quality: quality === undefined ? 1 : Number(quality) || 0,
  };
};

/**
 * Which of the offered formats an `Accept` header (RFC 9110, 12.5.1) prefers; of equals the one named first. JSON when
 * it names none of them: a caller that wants something else sees by the content type that it was not given.
 */
export const acceptedFormat = (
  accept: string | undefined,
  offered: readonly Format[] = ['json', 'ndjson', 'csv'],
): Format => {
  let best: Required<Preference> = { format: 'json', quality: 0 };
  for (const range of (accept ?? '').split(',')) {
    const { format, quality } = preferenceOf(range);
    if (format !== undefined && offered.includes(format) && quality > best.quality)
      best = { format, quality };
  }
  return best.format ?? 'json';
};
