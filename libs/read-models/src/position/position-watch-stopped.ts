/** The process stops, so nobody is told any more how far the read model comes. Nothing was read; a repeat is safe. */
export class PositionWatchStopped extends Error {
  override readonly name = 'PositionWatchStopped';
  readonly retryAfterSeconds = 1;

  constructor() {
    super('The process stops; it waits for the read model no longer');
  }
}
