/** More reads wait for the projection than are allowed to. Nothing was read; a repeat is safe. */
export class TooManyWaitingForPosition extends Error {
  override readonly name = 'TooManyWaitingForPosition';
  readonly retryAfterSeconds = 1;

  constructor(limit: number) {
    super(`${limit} reads already wait for the read model`);
  }
}
