import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  type JsonObject,
  isObject,
  MalformedJson,
  readJson,
} from '../../contract-kit/body/read-json.js';
import { invalidData } from './medusa-envelope.js';

const json = /^application\/(?:[\w.+-]+\+)?json\b/i;

type Received = Pick<FastifyRequest, 'body' | 'headers'>;

/**
 * The members of a JSON body. Anything else is a body without members: another content type, a
 * list, a text, nothing.
 *
 * @throws HttpError 400 for JSON that is malformed
 */
export const membersOf = ({ body, headers }: Received): JsonObject => {
  if (!Buffer.isBuffer(body) || body.length === 0 || !json.test(headers['content-type'] ?? ''))
    return {};
  try {
    const value = readJson(body);
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof MalformedJson) throw invalidData(`body ${error.message}`);
    throw error;
  }
};

/** For calls that need no body: only JSON that is malformed is refused. */
@Injectable()
export class IgnoredBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    membersOf(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }
}
