import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isNdjson } from '../../../contract-kit/streamed-bodies.js';
import { problems } from '../problems/problems.js';

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;.*)?$/i;

/**
 * Requires that a body of `/v1` declares itself as JSON; any other type is answered 415 (ledger.md,
 * "Errors"). The guard runs after the token was checked.
 */
@Injectable()
export class JsonContentGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const hasBody = Buffer.isBuffer(body) && body.length > 0;
    if (hasBody && !json.test(headers['content-type'] ?? '')) throw problems.bodyNotJson();
    return true;
  }
}

/**
 * Requires that a body declares itself as NDJSON; any other type is answered 415. The guard runs
 * after the token was checked.
 */
@Injectable()
export class NdjsonContentGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!isNdjson(headers['content-type'])) throw problems.bodyNotLines();
    return true;
  }
}
