import { field, type FieldOptions } from './field.js';

interface TextsOptions extends FieldOptions {
  readonly least: number;
  readonly most: number;
  /** What every entry must be, after "each". */
  readonly eachMustBe: string;
  readonly accepts: (text: string) => boolean;
  readonly words?: readonly string[];
}

/** A list of different strings. */
export const Texts = (options: TextsOptions): PropertyDecorator => {
  const { least, most, eachMustBe, accepts, words, ...rest } = options;
  const isList = (value: unknown): boolean =>
    Array.isArray(value) &&
    value.length >= least &&
    value.length <= most &&
    new Set(value).size === value.length &&
    value.every((entry) => typeof entry === 'string' && accepts(entry));
  return field(
    {
      accepts: isList,
      message: `must be a list of ${least} to ${most} different strings, each ${eachMustBe}`,
      schema: {
        type: 'array',
        items: { type: 'string', ...(words && { enum: [...words] }) },
        minItems: least,
        maxItems: most,
        uniqueItems: true,
      },
    },
    rest,
  );
};
