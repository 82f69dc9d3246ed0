import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { BodyRules } from '../../../contract-kit/body/body-rules.js';
import { isNdjson } from '../../../contract-kit/streamed-bodies.js';
import { problems } from '../problems/problems.js';

/**
 * Unknown fields in a body of `/v1` are refused. The other contracts ignore them, as the systems do
 * whose API they copy (ledger.md, "Register").
 */
export const ledgerBodyRules: BodyRules = { names: 'exact', unknown: 'refused', nulls: 'absent' };

/** The rules of commands whose body may be left out. */
export const optionalBody: BodyRules = { ...ledgerBodyRules, body: 'optional' };

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;.*)?$/i;

/**
 * Answers 415 if the content type of a body is not JSON (ledger.md, "Errors"). A caller without a
 * valid token gets 401 before this check.
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
 * Answers 415 if the content type of a body is not NDJSON. A caller without a valid token gets 401
 * before this check.
 */
@Injectable()
export class NdjsonContentGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!isNdjson(headers['content-type'])) throw problems.bodyNotLines();
    return true;
  }
}
