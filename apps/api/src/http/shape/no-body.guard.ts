import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MalformedJson } from '../json/malformed-json.js';
import { readJson } from '../json/read-json.js';
import { wrongShape } from './wrong-shape.js';

/**
 * For requests that have nothing to say: no body, or an object without members. Whoever sends more means something that
 * would not happen, so it is refused (ledger.md, "Cancel").
 *
 * @throws RefusedRequest 400 `VALIDATION_ERROR`
 */
@Injectable()
export class NoBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!Buffer.isBuffer(body) || body.length === 0 || isEmptyObject(body)) return true;
    throw wrongShape([{ path: [], message: 'must be empty or an object without members' }]);
  }
}

const isEmptyObject = (body: Buffer): boolean => {
  try {
    const value = readJson(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return Object.keys(value).length === 0;
  } catch (error) {
    if (error instanceof MalformedJson) return false;
    throw error;
  }
};
