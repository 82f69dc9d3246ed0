const byteOrderMark = '\uFEFF';

const asksForIt = (range: string): boolean => {
  const [type, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  return type === 'text/csv' && parameters.includes('bom=present');
};

/**
 * What stands before a CSV's header row: nothing, because to a program it would be part of the first name; a byte order
 * mark for a caller whose `Accept` says `text/csv; bom=present`, because by it alone Excel knows UTF-8 when a file is
 * opened by a double click (docs/decisions/0026).
 */
export const byteOrderMarkFor = (accept: string | undefined): string =>
  (accept ?? '').split(',').some(asksForIt) ? byteOrderMark : '';
