/** Our own timer ran out before the client settled; some of its calls have none (event-store-client.md). */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';

  constructor(what: string, timeoutMs: number) {
    super(`${what} took longer than ${timeoutMs} ms`);
  }
}
