import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { httpLimits } from '../contract-kit/http-limits.js';
import { HttpError, shapeError } from '../contract-kit/http-error.js';
/**
 * Headers that are longer by their nature, or that others on the way put there, or that are replaced when they are of no
 * use; Node bounds their sum to 16 KiB.
 */
const unbounded = new Set(['authorization', 'cookie', 'tracestate', 'baggage', 'x-request-id']);

type Headers = FastifyRequest['headers'];

const assertShort = (headers: Headers): void => {
  const most = httpLimits.headerValueCharacters;
  const violations = Object.entries(headers)
    .filter(([name, value]) => !unbounded.has(name) && String(value).length > most)
    .map(([name]) => ({ path: [name], message: `must have at most ${most} characters` }));
  if (violations.length > 0) throw shapeError(violations);
};

const assertPlainEncoding = (headers: Headers): void => {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return;
  throw new HttpError({
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: 'Compressed bodies are not read.',
    headers: { 'Accept-Encoding': 'identity' },
  });
};

/**
 * After the token was checked, refuses what a request's head may not say: compressed bodies, whose size is not bounded
 * by their length, and header values over 256 characters (contracts/README.md, "Rules for all of them").
 */
@Injectable()
export class RequestHeadGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    assertPlainEncoding(headers);
    assertShort(headers);
    return true;
  }
}
