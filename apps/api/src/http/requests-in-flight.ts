import { RefusedRequest } from './refused-request.js';

/** Counts requests being answered and refuses those beyond a limit, so that overload is a 503 and not a queue. */
export class RequestsInFlight {
  private count = 0;

  /** `all` counts these and others: whoever enters here enters there too. */
  constructor(
    private readonly most: number,
    private readonly all?: RequestsInFlight,
  ) {}

  /** @throws RefusedRequest 503 when the limit is reached; otherwise `leave` must be called once. */
  enter(): void {
    if (this.count >= this.most) {
      throw new RefusedRequest({
        status: 503,
        code: 'SERVICE_UNAVAILABLE',
        detail: 'Too many requests at once. Nothing was written.',
        headers: { 'Retry-After': '1' },
      });
    }
    this.all?.enter();
    this.count += 1;
  }

  leave(): void {
    this.count -= 1;
    this.all?.leave();
  }
}
