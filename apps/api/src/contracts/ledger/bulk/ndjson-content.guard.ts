import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isNdjson } from '../../../contract-kit/streamed-bodies.js';
import { bodyNotLines } from '../problems/refuse-problem.js';

/** Only a body that says it is NDJSON is read line by line; any other is 415. After the token was checked. */
@Injectable()
export class NdjsonContentGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!isNdjson(headers['content-type'])) throw bodyNotLines();
    return true;
  }
}
