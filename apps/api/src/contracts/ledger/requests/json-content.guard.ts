import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { bodyNotJson } from '../problems/refuse-problem.js';

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;.*)?$/i;

/** Bodies of `/v1` say that they are JSON; other types are 415 (ledger.md, "Errors"). After the token was checked. */
@Injectable()
export class JsonContentGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const hasBody = Buffer.isBuffer(body) && body.length > 0;
    if (hasBody && !json.test(headers['content-type'] ?? '')) throw bodyNotJson();
    return true;
  }
}
