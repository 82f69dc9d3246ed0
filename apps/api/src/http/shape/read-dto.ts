import { validateSync } from 'class-validator';
import { isJsonNumber } from '../json/json-value.js';
import type { JsonObject, JsonValue } from '../json/json-value.js';
import { fieldKey, fieldsOf } from './dto-fields.js';
import type { DtoField } from './dto-fields.js';
import type { DtoClass, Nesting } from './nested.js';
import type { Reading } from './reading.js';
import type { FieldPath, Violation } from './violation.js';
import { wrongShape } from './wrong-shape.js';

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonNumber(value);

/** Reads one body; collects what is wrong with it. */
class DtoReader {
  readonly violations: Violation[] = [];

  constructor(private readonly reading: Reading) {}

  read(dto: DtoClass, value: JsonValue, path: FieldPath): object {
    const target = new dto();
    if (!isObject(value)) {
      this.violations.push({ path, message: 'must be an object' });
      return target;
    }
    const { names } = this.reading;
    const fields = fieldsOf(dto, names);
    for (const [name, member] of Object.entries(value)) {
      const field = fields.get(fieldKey(name, names));
      if (field !== undefined) this.assign({ target, field, member, path });
      else if (this.reading.unknown === 'refused') {
        this.violations.push({ path: [...path, name], message: 'is not a known field' });
      }
    }
    this.validate(target, path);
    return target;
  }

  private assign(found: {
    target: object;
    field: DtoField;
    member: JsonValue;
    path: FieldPath;
  }): void {
    const { target, field, member, path } = found;
    if (member === null && this.reading.nulls === 'absent') return;
    const { name, nesting } = field;
    const value =
      nesting && member !== null ? this.readNested(nesting, member, [...path, name]) : member;
    // Only names of fields that the class declares get here.
    (target as Record<string, unknown>)[name] = value;
  }

  private readNested(nesting: Nesting, member: JsonValue, path: FieldPath): unknown {
    if (nesting.kind === 'object') return this.read(nesting.dto(), member, path);
    if (!Array.isArray(member)) {
      this.violations.push({ path, message: 'must be a list' });
      return [];
    }
    if (member.length > nesting.most) {
      this.violations.push({ path, message: `must have at most ${nesting.most} entries` });
      return [];
    }
    const items: readonly JsonValue[] = member;
    return items.map((item, index) => this.read(nesting.dto(), item, [...path, index]));
  }

  private validate(target: object, path: FieldPath): void {
    for (const error of validateSync(target, { stopAtFirstError: true })) {
      const [message] = Object.values(error.constraints ?? {});
      this.violations.push({
        path: [...path, error.property],
        message: error.value === undefined ? 'is required' : (message ?? 'is not valid'),
      });
    }
  }
}

/**
 * Reads a JSON value into a DTO and validates it by its class-validator decorators.
 *
 * @throws RefusedRequest 400 `VALIDATION_ERROR` with one violation for each field
 */
export const readDto = <T extends object>(
  dto: DtoClass<T>,
  value: JsonValue,
  reading: Reading,
): T => {
  const reader = new DtoReader(reading);
  const result = reader.read(dto, value, []);
  if (reader.violations.length > 0) throw wrongShape(reader.violations);
  return result as T;
};
