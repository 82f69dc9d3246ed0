import { getMetadataStorage } from 'class-validator';
import { nestingOf } from './nested.js';
import type { DtoClass, Nesting } from './nested.js';
import type { Reading } from './reading.js';

export interface DtoField {
  readonly name: string;
  readonly nesting: Nesting | undefined;
}

/** How names in a body are compared with those of fields. */
type Names = Reading['names'];

/** By the name it is looked up by: as it is, or in lower case. */
type Fields = ReadonlyMap<string, DtoField>;

/** A DTO's fields do not change, so they are listed once for each class and way to compare. */
const known: Record<Names, WeakMap<DtoClass, Fields>> = {
  exact: new WeakMap(),
  'any-case': new WeakMap(),
};

/** The name by which a member of a body is looked up among the fields. */
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
