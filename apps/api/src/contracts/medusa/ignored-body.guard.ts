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
 * The members of the JSON object in a body. Any other body counts as `{}`, for example a form, a
 * list or an empty body.
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

/**
 * Used for calls that do not need their body. The body is ignored, but malformed JSON is still
 * refused.
 */
@Injectable()
export class IgnoredBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    membersOf(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }
}
