export interface CaptureRequest {
  readonly orderId: string;
  readonly key: string;
  /** The amount in minor units. */
  readonly amount: number;
}

/** A final answer: 202 if the capture was accepted, or 422 if a rule of the ledger forbids it. */
export interface CaptureAnswer {
  readonly status: number;
  readonly body: {
    readonly captureId?: string;
    readonly revision?: string;
    readonly code?: string;
  };
}

const definite = new Set([202, 422]);
const again = new Set([409, 503]);
const answerWithinMs = 15_000;
const giveUpAfterMs = 60_000;

/**
 * Posts captures as a careful merchant does: repeats a request with the same idempotency key until
 * the answer is final. Answers that the documentation describes as "try again" are expected.
 * `unexpected` collects all others.
 */
export class CaptureClient {
  readonly unexpected: { readonly status: number; readonly body: string }[] = [];

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async capture(request: CaptureRequest): Promise<CaptureAnswer> {
    const deadline = Date.now() + giveUpAfterMs;
    while (Date.now() < deadline) {
      const answer = await this.attempt(request);
      if (answer !== undefined) return answer;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`No definite answer for ${request.key} within ${giveUpAfterMs} ms.`);
  }

  private async attempt(request: CaptureRequest): Promise<CaptureAnswer | undefined> {
    const response = await this.post(request).catch(() => undefined);
    if (response === undefined) return undefined;
    const text = await response.text().catch(() => undefined);
    if (text === undefined) return undefined;
    if (definite.has(response.status)) {
      return { status: response.status, body: JSON.parse(text) as CaptureAnswer['body'] };
    }
    if (!again.has(response.status)) this.unexpected.push({ status: response.status, body: text });
    return undefined;
  }

  private async post({ orderId, key, amount }: CaptureRequest): Promise<Response> {
    return fetch(`${this.url}/v1/orders/${orderId}/captures`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ amount }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
  }
}
