/** An event that breaks a numbered invariant of domain.md which the fold alone does not see. */
export class BrokenRule extends Error {
  override readonly name = 'BrokenRule';

  constructor(
    readonly invariant: 'I1' | 'I4' | 'I5' | 'I8',
    detail: string,
  ) {
    super(`${invariant} violated: ${detail}`);
  }
}
