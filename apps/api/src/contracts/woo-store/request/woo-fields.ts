import type { ApiPropertyOptions } from '@nestjs/swagger';
import { field, type FieldOptions } from '../../../contract-kit/body/fields.js';
import { isObject } from '../../../contract-kit/body/read-json.js';

/** The limit of all strings (contracts/README.md, "Rules for all of them"). */
export const charactersMax = 256;

const isShort = (text: string): boolean =>
  text.length <= charactersMax ||
  (text.length <= 2 * charactersMax && Array.from(text).length <= charactersMax);

const schema: ApiPropertyOptions = { type: 'string', maxLength: charactersMax };

/** A string or a boolean, as payment methods take their data. */
export const Scalar = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      name: 'scalar',
      parameters: { charactersMax },
      accepts: (value) =>
        typeof value === 'boolean' || (typeof value === 'string' && isShort(value)),
      message: 'must be a string or a boolean',
      schema: { oneOf: [schema, { type: 'boolean' }] } as ApiPropertyOptions,
    },
    options,
  );

const listed = (words: readonly string[]): string =>
  `${words.slice(0, -1).join(', ')}, and ${words.at(-1) ?? ''}`;

/** A string that has to be one of a few words. The error has the text of WordPress. */
export const Enumerated = (words: readonly string[], options: FieldOptions): PropertyDecorator =>
  field(
    {
      name: 'enum',
      parameters: { words: listed(words) },
      accepts: (value) => typeof value === 'string' && words.includes(value),
      message: `must be one of ${words.join(', ')}`,
      schema: { type: 'string', enum: [...words] },
    },
    options,
  );

/** An object of any members; PHP writes one without members as an empty list. */
export const FreeObject = (options: FieldOptions): PropertyDecorator =>
  field(
    {
      name: 'object',
      accepts: (value) => isObject(value as never) || (Array.isArray(value) && value.length === 0),
      message: 'must be an object',
      schema: { type: 'object', additionalProperties: true },
    },
    options,
  );
