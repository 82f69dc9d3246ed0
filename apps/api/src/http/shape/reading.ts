/** How a contract reads a body's members into a DTO. */
export interface Reading {
  /** `any-case`: names are matched without regard to case; two spellings of one name in one object are refused. */
  readonly names: 'exact' | 'any-case';
  readonly unknown: 'ignored' | 'refused';
  /** `absent`: null is the same as leaving the field out. */
  readonly nulls: 'absent' | 'kept';
  /**
   * Default `required`. `optional`: nothing is an object without members; `optional or empty`: so are null and the
   * empty list that PHP writes for one.
   */
  readonly body?: 'required' | 'optional' | 'optional or empty';
}
