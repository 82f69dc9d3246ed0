/**
 * The data of a class that only describes an answer for OpenAPI: what is sent is a plain object of
 * its fields.
 */
export type Plain<T> = T extends readonly (infer Item)[]
  ? readonly Plain<Item>[]
  : T extends object
    ? { readonly [Field in keyof T]: Plain<T[Field]> }
    : T;
