import { setTimeout as delay } from 'node:timers/promises';
import type { EndpointSecretBox } from '../endpoints/secret-box.js';
import { UnknownWebhookFormat } from '../messages/webhook-format.js';
import { webhookFormats } from '../formats/webhook-formats.js';
import type { DeliveryQueue } from './delivery-queue.js';
import type { AttemptOutcome, ClaimedDelivery } from './delivery.js';

/**
 * The pauses between attempts to record an outcome, in milliseconds. Their sum has to be less than
 * the lease of a delivery, and less than the time in which a worker has to stop.
 */
const recordedAgainAfterMs = [50, 200, 1_000, 3_000];

export interface DelivererOptions extends Signer {
  /** Sends one request to the endpoint; never rejects. */
  readonly send: (request: SignedRequest) => Promise<AttemptOutcome>;
  /** The limit of attempts at the same time, to all endpoints together. */
  readonly attemptsMax: number;
  readonly attemptsPerEndpointMax: number;
  readonly now: () => Date;
  /**
   * Called when the outcome of an attempt could not be recorded. The message is then sent again
   * when the delivery's lease ends, the time for which this worker has claimed it.
   */
  readonly onUnrecorded: (error: unknown) => void;
}

/**
 * Sends the messages whose next attempt is due. The number of attempts at the same time is limited,
 * both in all and for each endpoint.
 */
export class Deliverer {
  /** The number of attempts under way, by endpoint id. */
  readonly #byEndpoint = new Map<string, number>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly queue: DeliveryQueue,
    private readonly options: DelivererOptions,
  ) {}

  /**
   * Begins due attempts up to the limits, and returns their number. `onFree` is called each time an
   * attempt ends, because a further attempt may begin then.
   */
  async begin(onFree: () => void = () => undefined): Promise<number> {
    const { attemptsMax, attemptsPerEndpointMax, now } = this.options;
    const claimed = await this.queue.claim(now(), {
      claimsMax: attemptsMax - this.#underWay.size,
      attemptsPerEndpointMax,
      underWay: this.#byEndpoint,
    });
    for (const delivery of claimed) {
      const attempt = this.#attempt(delivery).finally(() => {
        this.#underWay.delete(attempt);
        onFree();
      });
      this.#underWay.add(attempt);
    }
    return claimed.length;
  }

  /** Resolves when no attempt is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #attempt(delivery: ClaimedDelivery): Promise<void> {
    const { endpointId } = delivery;
    this.#count(endpointId, 1);
    try {
      const attempted = await this.#send(delivery);
      await this.#record(delivery, attempted);
    } catch (error) {
      this.options.onUnrecorded(error);
    } finally {
      this.#count(endpointId, -1);
    }
  }

  /**
   * Records the outcome, and tries again a few times if the database does not answer. Without the
   * repetitions, a short interruption would delay the next messages about the same order until the
   * lease ends.
   */
  async #record(delivery: ClaimedDelivery, attempted: AttemptOutcome): Promise<void> {
    for (const pauseMs of recordedAgainAfterMs) {
      try {
        await this.queue.settle(delivery, attempted, this.options.now());
        return;
      } catch {
        await delay(pauseMs);
      }
    }
    await this.queue.settle(delivery, attempted, this.options.now());
  }

  async #send(delivery: ClaimedDelivery): Promise<AttemptOutcome> {
    let request: SignedRequest;
    try {
      request = signedRequest(delivery, this.options, this.options.now());
    } catch (error) {
      const reason =
        error instanceof UnknownWebhookFormat
          ? error.message
          : 'The secret cannot be read: rotate it.';
      return { kind: 'failed', reason };
    }
    return this.options.send(request);
  }

  #count(endpointId: string, change: number): void {
    const attempts = (this.#byEndpoint.get(endpointId) ?? 0) + change;
    if (attempts === 0) this.#byEndpoint.delete(endpointId);
    else this.#byEndpoint.set(endpointId, attempts);
  }
}

export interface SignedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Signer {
  readonly box: EndpointSecretBox;
  /** True in a production environment. */
  readonly live: boolean;
}

/**
 * The signed request of an attempt. All attempts of a delivery have the same event id, so that the
 * receiver recognises a repeated message.
 *
 * @throws if the present secret cannot be decrypted. Former secrets that cannot be decrypted sign
 *   nothing: after a lost LEDGER_SECRET_KEY, a rotation would otherwise not bring the webhook back.
 */
export const signedRequest = (
  delivery: ClaimedDelivery,
  { box, live }: Signer,
  attemptedAt: Date,
): SignedRequest => {
  const { endpointId, kind, url, body, secret, formerSecrets } = delivery;
  const { eventId, occurredAt, correlationId } = delivery;
  const former = formerSecrets.flatMap((sealed) => box.openIfReadable(sealed, endpointId) ?? []);
  const headers = webhookFormats.of(kind).headers({
    secrets: [box.open(secret, endpointId), ...former],
    ...{ body, eventId, occurredAt, attemptedAt, correlationId, live },
  });
  return {
    url,
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'capture-ledger-webhooks/1',
      ...headers,
    },
  };
};
