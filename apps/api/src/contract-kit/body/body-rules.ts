/** The rules by which a contract reads bodies. A route may have its own. */
export interface BodyRules {
  /**
   * `any-case`: names are matched without regard to case; two spellings of one name in one object
   * are refused.
   */
  readonly names: 'exact' | 'any-case';
  readonly unknown: 'ignored' | 'refused';
  /** The noun for a member in messages: `field` unless a query is read. */
  readonly called?: 'field' | 'parameter';
  /** `absent`: null is the same as leaving the field out. */
  readonly nulls: 'absent' | 'kept';
  /**
   * Default `required`. `optional`: a missing body counts as an object without members. `optional
   * or empty`: so do null and an empty list, because PHP writes an empty object as `[]`.
   */
  readonly body?: 'required' | 'optional' | 'optional or empty';
  /**
   * Content types that are read; others are answered 415. If absent, every content type is
   * accepted.
   */
  readonly mediaTypes?: readonly string[];
  /**
   * The most bytes of a body; more are answered 413. Default: 1 MiB, or 64 KiB where the contract's
   * authentication needs the body.
   */
  readonly bytesMax?: number;
}
