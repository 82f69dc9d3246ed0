import 'reflect-metadata';
import { getMetadataStorage, validateSync } from 'class-validator';
import { type FieldPath, shapeError, type ValueKind, type Violation } from '../http-error.js';
import type { BodyRules } from './body-rules.js';
import { isJsonNumber, isObject, type JsonValue } from './read-json.js';

const kindOf = (value: JsonValue | undefined): ValueKind => {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (isJsonNumber(value)) return 'number';
  return typeof value as 'string' | 'boolean' | 'object';
};

const violationOf = (
  path: FieldPath,
  value: JsonValue | undefined,
  broken: Pick<Violation, 'rule' | 'message'>,
): Violation => ({ path, ...broken, received: kindOf(value) });

/** Reads one body, and collects the violations found in it. */
class DtoReader {
  readonly violations: Violation[] = [];

  constructor(private readonly rules: BodyRules) {}

  read(dto: DtoClass, value: JsonValue, path: FieldPath): object {
    const target = new dto();
    if (!isObject(value)) {
      this.violations.push(
        violationOf(path, value, { rule: 'object', message: 'must be an object' }),
      );
      return target;
    }
    const { names } = this.rules;
    const fields = fieldsOf(dto, names);
    for (const [name, member] of Object.entries(value)) {
      const field = fields.get(fieldKey(name, names));
      if (field !== undefined) this.assign({ target, field, member, path });
      else if (this.rules.unknown === 'refused') {
        const at = [...path, name];
        const { called = 'field' } = this.rules;
        const message = `is not a known ${called}`;
        this.violations.push(violationOf(at, member, { rule: 'unknown', message }));
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
    if (member === null && this.rules.nulls === 'absent') return;
    const { name, nesting } = field;
    const value =
      nesting && member !== null ? this.readNested(nesting, member, [...path, name]) : member;
    // `name` is a field that the class declares and not a name from the body, so a caller cannot
    // set `__proto__` here.
    (target as Record<string, unknown>)[name] = value;
  }

  private readNested(nesting: Nesting, member: JsonValue, path: FieldPath): unknown {
    if (nesting.kind === 'object') return this.read(nesting.dto(), member, path);
    if (!Array.isArray(member)) {
      this.violations.push(violationOf(path, member, { rule: 'list', message: 'must be a list' }));
      return [];
    }
    if (member.length > nesting.entriesMax) {
      const { entriesMax } = nesting;
      const message = `must have at most ${entriesMax} entries`;
      const violation = violationOf(path, member, { rule: 'entriesMax', message });
      this.violations.push({ ...violation, parameters: { entriesMax } });
      return [];
    }
    const items: readonly JsonValue[] = member;
    return items.map((item, index) => this.read(nesting.dto(), item, [...path, index]));
  }

  private validate(target: object, path: FieldPath): void {
    for (const error of validateSync(target, { stopAtFirstError: true })) {
      const at = [...path, error.property];
      const value = error.value as JsonValue | undefined;
      if (value === undefined) {
        this.violations.push(
          violationOf(at, undefined, { rule: 'required', message: 'is required' }),
        );
        continue;
      }
      const [[rule, message] = ['valid', 'is not valid']] = Object.entries(error.constraints ?? {});
      const parameters = error.contexts?.[rule] as Violation['parameters'];
      this.violations.push({ ...violationOf(at, value, { rule, message }), parameters });
    }
  }
}

/**
 * Reads a JSON value into a DTO and validates it by its class-validator decorators.
 *
 * @throws HttpError 400 `VALIDATION_ERROR` with one violation for each field
 */
export const readDto = <T extends object>(
  dto: DtoClass<T>,
  value: JsonValue,
  rules: BodyRules,
): T => {
  const reader = new DtoReader(rules);
  const result = reader.read(dto, value, []);
  if (reader.violations.length > 0) throw shapeError(reader.violations);
  return result as T;
};

export type DtoClass<T extends object = object> = new () => T;

/** The nested DTO of a field: one object, or a list of at most `entriesMax` objects. */
export type Nesting =
  | { readonly kind: 'object'; readonly dto: () => DtoClass }
  | { readonly kind: 'list'; readonly dto: () => DtoClass; readonly entriesMax: number };

const nestingKey = Symbol('nesting');

const nested =
  (nesting: Nesting): PropertyDecorator =>
  (target, property) => {
    Reflect.defineMetadata(nestingKey, nesting, target, property);
  };

/** The field is an object of the given DTO. */
export const ObjectOf = (dto: () => DtoClass): PropertyDecorator => nested({ kind: 'object', dto });

/** The field is a list of at most `entriesMax` objects of the given DTO. */
export const ListOf = (dto: () => DtoClass, entriesMax: number): PropertyDecorator =>
  nested({ kind: 'list', dto, entriesMax });

export const nestingOf = (target: object, property: string): Nesting | undefined =>
  Reflect.getMetadata(nestingKey, target, property) as Nesting | undefined;

export interface DtoField {
  readonly name: string;
  readonly nesting: Nesting | undefined;
}

/** Either names in a body must match field names exactly, or letter case is ignored. */
type Names = BodyRules['names'];

/** The fields of a class by their names. The names are in lower case if letter case is ignored. */
type Fields = ReadonlyMap<string, DtoField>;

/**
 * A cache: the fields of a DTO class never change, so they are listed once for each class and each
 * way of matching names.
 */
const known: Record<Names, WeakMap<DtoClass, Fields>> = {
  exact: new WeakMap(),
  'any-case': new WeakMap(),
};

/** The key that finds the field of this name in the map of `fieldsOf`. */
export const fieldKey = (name: string, names: Names): string =>
  names === 'any-case' ? name.toLowerCase() : name;

/** The fields of a DTO class: every property with a class-validator decorator. */
export const fieldsOf = (dto: DtoClass, names: Names): Fields => {
  const before = known[names].get(dto);
  if (before) return before;
  const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const fields = new Map(
    metadata.map(({ propertyName: name }): [string, DtoField] => [
      fieldKey(name, names),
      { name, nesting: nestingOf(dto.prototype as object, name) },
    ]),
  );
  known[names].set(dto, fields);
  return fields;
};
