/** The content type of one JSON text a line. */
export const ndjson = 'application/x-ndjson';

const pattern = /^application\/x-ndjson\s*(?:;.*)?$/i;

export const isNdjson = (contentType: string | undefined): boolean =>
  contentType !== undefined && pattern.test(contentType);
