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
 * The members of a JSON object. Any other body, such as a form, a list or an empty body, counts as
 * `{}`.
 *
 * @throws HttpError 400 for malformed JSON
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

/** For calls that ignore their body: only malformed JSON is refused. */
@Injectable()
export class IgnoredBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    membersOf(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }
}
