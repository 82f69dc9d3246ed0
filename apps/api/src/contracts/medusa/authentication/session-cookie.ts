import type { FastifyRequest } from 'fastify';

/** The cookie name of Medusa's sessions. */
const cookieName = 'connect.sid';

export const sessionLifetimeMs = 10 * 60 * 60 * 1_000;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

/**
 * The session token in the request's cookies. If there are several `connect.sid` cookies, the first
 * one is used.
 */
export const sessionTokenOf = ({
  headers,
}: Pick<FastifyRequest, 'headers'>): string | undefined => {
  for (const pair of headers.cookie?.split(';') ?? []) {
    const equals = pair.indexOf('=');
    if (pair.slice(0, equals).trim() === cookieName) return decoded(pair.slice(equals + 1).trim());
  }
  return undefined;
};

/**
 * The `Set-Cookie` header of a session. `SameSite=Lax` is needed because a capture has no body:
 * without it, an empty form on another website could make a browser send a capture with the user's
 * cookie.
 */
export const sessionCookie = (
  { protocol }: Pick<FastifyRequest, 'protocol'>,
  token: string,
  expiresAt: Date,
): string => {
  const seconds = Math.max(0, Math.round((expiresAt.getTime() - Date.now()) / 1_000));
  return [
    `${cookieName}=${encodeURIComponent(token)}`,
    'Path=/',
    `Expires=${expiresAt.toUTCString()}`,
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(protocol === 'https' ? ['Secure'] : []),
  ].join('; ');
};

/** The `Set-Cookie` header that removes the session cookie. */
export const noSessionCookie = (request: Pick<FastifyRequest, 'protocol'>): string =>
  sessionCookie(request, '', new Date(0));
