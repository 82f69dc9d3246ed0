/** The rules by which a contract reads JSON bodies. A single route may use other rules. */
export interface BodyRules {
  /**
   * `any-case`: field names are matched without regard to letter case, and a body with two
   * spellings of one name in one object is refused.
   */
  readonly names: 'exact' | 'any-case';
  readonly unknown: 'ignored' | 'refused';
  /**
   * The noun for a value in error messages. Default `field`; a reader of the query string uses
   * `parameter`.
   */
  readonly called?: 'field' | 'parameter';
  /** `absent`: null is the same as leaving the field out. */
  readonly nulls: 'absent' | 'kept';
  /**
   * Default `required`. `optional`: a missing body counts as an empty object. `optional or empty`:
   * `null` and `[]` also count as an empty object, because PHP encodes an empty object as `[]`.
   */
  readonly body?: 'required' | 'optional' | 'optional or empty';
  /**
   * Content types that the contract reads. Other types are answered 415. If absent, every type is
   * read.
   */
  readonly mediaTypes?: readonly string[];
  /**
   * The largest size of a body in bytes. Larger bodies are answered 413. Default: 1 MiB, or 64 KiB
   * if the body is read before the caller is authenticated.
   */
  readonly bytesMax?: number;
}
