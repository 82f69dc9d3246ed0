import { getMetadataStorage } from 'class-validator';
import type { DtoClass } from './nested.js';

const known = new WeakMap<DtoClass, readonly string[]>();

/** The fields of a DTO class: every property with a class-validator decorator. */
export const fieldsOf = (dto: DtoClass): readonly string[] => {
  const before = known.get(dto);
  if (before) return before;
  const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const fields = [...new Set(metadata.map(({ propertyName }) => propertyName))];
  known.set(dto, fields);
  return fields;
};
