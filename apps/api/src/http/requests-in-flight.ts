/** Counts requests being answered, so that those beyond a limit can be refused: overload is a 503 and not a queue. */
export class RequestsInFlight {
  private count = 0;

  /** `all` counts these and others: whoever enters here enters there too. */
  constructor(
    private readonly most: number,
    private readonly all?: RequestsInFlight,
  ) {}

  /** False when the limit is reached; otherwise `leave` must be called once. */
  tryEnter(): boolean {
    if (this.count >= this.most || this.all?.tryEnter() === false) return false;
    this.count += 1;
    return true;
  }

  leave(): void {
    this.count -= 1;
    this.all?.leave();
  }
}
