/**
 * Headers of every answer. Nothing here is meant to be guessed at, to be framed, or to tell other sites where its reader
 * came from.
 */
export const protectiveHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "frame-ancestors 'none'",
} as const;
