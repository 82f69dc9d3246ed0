import type { PipeTransform } from '@nestjs/common';
import { MalformedJson } from '../json/malformed-json.js';
import { readJson } from '../json/read-json.js';
import type { JsonValue } from '../json/json-value.js';
import type { DtoClass } from './nested.js';
import { readDto } from './read-dto.js';
import type { Reading } from './reading.js';
import { assertOneSpelling } from './one-spelling.js';
import { wrongShape } from './wrong-shape.js';

/**
 * Turns the raw bytes of a body into a validated DTO: `@Body(new JsonBodyPipe(CaptureRequest, reading))`. It runs after
 * the guards, so that a caller without a token learns nothing about its body.
 */
export class JsonBodyPipe<T extends object> implements PipeTransform<unknown, T> {
  constructor(
    private readonly dto: DtoClass<T>,
    private readonly reading: Reading,
  ) {}

  transform(body: unknown): T {
    return readDto(this.dto, this.json(body), this.reading);
  }

  private get isOptional(): boolean {
    const { body = 'required' } = this.reading;
    return body !== 'required';
  }

  private json(body: unknown): JsonValue {
    if (!Buffer.isBuffer(body) || body.length === 0) {
      if (this.isOptional) return {};
      throw wrongShape([{ path: [], message: 'is required' }]);
    }
    try {
      const value = readJson(body);
      if (this.reading.body === 'optional or empty' && isEmpty(value)) return {};
      if (this.reading.names === 'any-case') assertOneSpelling(value);
      return value;
    } catch (error) {
      if (!(error instanceof MalformedJson)) throw error;
      throw wrongShape([{ path: [], message: error.message }]);
    }
  }
}

const isEmpty = (value: JsonValue): boolean =>
  value === null || (Array.isArray(value) && value.length === 0);
