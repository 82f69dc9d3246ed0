import { ValidateBy } from 'class-validator';

/** The field is a string of at most so many characters (contracts/README.md, "Rules for all of them"). */
export const IsText = (charactersMax: number): PropertyDecorator =>
  ValidateBy({
    name: 'isText',
    validator: {
      validate: (value) => typeof value === 'string' && Array.from(value).length <= charactersMax,
      defaultMessage: () => `must be a string of at most ${charactersMax} characters`,
    },
  });
