import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isNdjson } from '../../../contract-kit/streamed-bodies.js';
import { problems } from '../problems/problems.js';

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;.*)?$/i;

/**
 * Bodies of `/v1` say that they are JSON; other types are 415 (ledger.md, "Errors"). The guard runs
 * after the token was checked.
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
 * Only a body that says it is NDJSON is read line by line; any other is 415. The guard runs after
 * the token was checked.
 */
@Injectable()
export class NdjsonContentGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!isNdjson(headers['content-type'])) throw problems.bodyNotLines();
    return true;
  }
}
