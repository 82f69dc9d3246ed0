import type { FastifyRequest } from 'fastify';

/** The name that Medusa's sessions have in a browser. */
const cookieName = 'connect.sid';

export const sessionLifetimeMs = 10 * 60 * 60 * 1_000;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

/** The token of a request's session; of several cookies of the name the first counts. */
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
 * The `Set-Cookie` of a session. Other sites cannot have it sent with a form: calls without a body
 * would capture then.
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

/** The `Set-Cookie` that removes it. */
export const noSessionCookie = (request: Pick<FastifyRequest, 'protocol'>): string =>
  sessionCookie(request, '', new Date(0));
