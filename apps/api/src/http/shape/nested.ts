import 'reflect-metadata';

export type DtoClass<T extends object = object> = new () => T;

/** A field that holds a DTO, or a list of at most `most` of them. */
export type Nesting =
  | { readonly kind: 'object'; readonly dto: () => DtoClass }
  | { readonly kind: 'list'; readonly dto: () => DtoClass; readonly most: number };

const nestingKey = Symbol('nesting');

const nested =
  (nesting: Nesting): PropertyDecorator =>
  (target, property) => {
    Reflect.defineMetadata(nestingKey, nesting, target, property);
  };

/** The field is an object of the given DTO. */
export const ObjectOf = (dto: () => DtoClass): PropertyDecorator => nested({ kind: 'object', dto });

/** The field is a list of at most `most` objects of the given DTO. */
export const ListOf = (dto: () => DtoClass, most: number): PropertyDecorator =>
  nested({ kind: 'list', dto, most });

export const nestingOf = (target: object, property: string): Nesting | undefined =>
  Reflect.getMetadata(nestingKey, target, property) as Nesting | undefined;
