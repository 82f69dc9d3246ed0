import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { assertPlainEncoding } from '../contract-kit/body/plain-encoding.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import { HttpError, shapeError } from '../contract-kit/http-error.js';

/**
 * Headers that are long by nature, that proxies add, or that are replaced when malformed. Node
 * bounds the sum of all headers to 16 KiB.
 */
const unbounded = new Set([
  ...['authorization', 'cart-token', 'cookie', 'tracestate', 'baggage', 'x-request-id'],
]);

type Headers = FastifyRequest['headers'];

const assertShort = (headers: Headers): void => {
  const most = httpLimits.headerValueCharacters;
  const violations = Object.entries(headers)
    .filter(([name, value]) => !unbounded.has(name) && String(value).length > most)
    .map(([name]) => ({ path: [name], message: `must have at most ${most} characters` }));
  if (violations.length > 0) throw shapeError(violations);
};

/** A body of a type that the contract does not read. */
const assertMediaType = ({ headers, contract, body }: FastifyRequest): void => {
  const { mediaTypes } = contract.bodyRules;
  const isEmpty = !Buffer.isBuffer(body) || body.length === 0;
  if (mediaTypes === undefined || isEmpty) return;
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const mediaType = type.trim().toLowerCase();
  if (mediaTypes.includes(mediaType)) return;
  throw new HttpError({
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: `Bodies of the type ${mediaType} are not read.`,
    parameters: { mediaType },
  });
};

/**
 * After the caller is found, refuses compressed bodies, header values over 256 characters
 * (contracts/README.md, "Rules for all of them"), and bodies of a type that the contract does not
 * read.
 */
@Injectable()
export class RequestHeadGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    assertPlainEncoding(request);
    assertShort(request.headers);
    assertMediaType(request);
    return true;
  }
}
