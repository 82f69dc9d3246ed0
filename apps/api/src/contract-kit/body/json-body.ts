import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  type PipeTransform,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { shapeError } from '../http-error.js';
import type { BodyRules } from './body-rules.js';
import { type DtoClass, readDto } from './read-dto.js';
import { isJsonNumber, type JsonValue, MalformedJson, readJson } from './read-json.js';

/**
 * Turns the raw bytes of a body into a validated DTO: `@Body(new JsonBodyPipe(CaptureDto, rules))`.
 * Nest runs pipes after guards. So a caller without valid credentials gets 401 and no error
 * messages about the body.
 */
export class JsonBodyPipe<T extends object> implements PipeTransform<unknown, T> {
  constructor(
    private readonly dto: DtoClass<T>,
    private readonly rules: BodyRules,
  ) {}

  transform(body: unknown): T {
    return readDto(this.dto, jsonIn(body, this.rules), this.rules);
  }
}

/**
 * The JSON value of a body.
 *
 * @throws HttpError 400 `VALIDATION_ERROR`
 */
export const jsonIn = (body: unknown, rules: BodyRules): JsonValue => {
  const { body: presence = 'required', names } = rules;
  if (!Buffer.isBuffer(body) || body.length === 0) {
    if (presence !== 'required') return {};
    throw shapeError([{ path: [], message: 'is required', rule: 'required', received: 'absent' }]);
  }
  try {
    const value = readJson(body);
    if (presence === 'optional or empty' && isEmpty(value)) return {};
    if (names === 'any-case') assertOneSpelling(value);
    return value;
  } catch (error) {
    if (!(error instanceof MalformedJson)) throw error;
    throw shapeError([{ path: [], message: error.message, rule: 'json' }]);
  }
};

const isEmpty = (value: JsonValue): boolean =>
  value === null || (Array.isArray(value) && value.length === 0);

/**
 * For calls without parameters: accepts no body, or an empty object. Any member is refused, because
 * a caller who sends one expects an effect that the call does not have.
 *
 * @throws HttpError 400 `VALIDATION_ERROR`
 */
@Injectable()
export class NoBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!Buffer.isBuffer(body) || body.length === 0 || isEmptyObject(body)) return true;
    throw shapeError([{ path: [], message: 'must be empty or an object without members' }]);
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

/**
 * Refuses an object with two names that differ only in letter case, such as `amount` and `Amount`.
 * A contract that ignores letter case could not choose between them.
 *
 * @throws MalformedJson
 */
export const assertOneSpelling = (value: JsonValue): void => {
  if (typeof value !== 'object' || value === null || isJsonNumber(value)) return;
  const members = Object.entries(value);
  if (!Array.isArray(value)) {
    const names = new Set(members.map(([name]) => name.toLowerCase()));
    if (names.size < members.length) {
      throw new MalformedJson('must not repeat a name in one object, in whatever case');
    }
  }
  for (const [, member] of members) assertOneSpelling(member);
};
