import { Agent, request } from 'undici';
import type { AttemptOutcome } from '../deliveries/delivery.js';
import type { SignedRequest } from '../deliveries/deliverer.js';
import { checkedLookup, type Resolve, resolveBySystem, sharedResolve } from './checked-lookup.js';
import { targetRefused, type TargetRules } from './webhook-target.js';

export interface SenderOptions extends TargetRules {
  readonly resolve?: Resolve;
  readonly timeouts?: Partial<typeof timeoutsMs>;
}

/** Time limits of a receiver, which should answer first and work afterwards. */
const timeoutsMs = { connect: 5_000, answer: 10_000, inAll: 15_000 };

/**
 * The limit of an answer's body, which is read and discarded so that the connection can be used
 * again.
 */
const answerBytesMax = 4_096;
const headerBytesMax = 8_192;

/**
 * Makes attempts over HTTP. It connects to public addresses only, unless others are allowed, and
 * follows no redirect. Time and size of an answer are limited.
 */
export class WebhookSender {
  readonly #agent: Agent;
  #isClosed = false;
  readonly #timeouts: typeof timeoutsMs;

  constructor(private readonly options: SenderOptions) {
    this.#timeouts = { ...timeoutsMs, ...options.timeouts };
    const { allowPrivateTargets, resolve = resolveBySystem } = options;
    // No limit of connections to an origin, because the deliverer limits the attempts. With a
    // limit, endpoints that share a host would wait for each other.
    this.#agent = new Agent({
      pipelining: 1,
      keepAliveTimeout: 10_000,
      keepAliveMaxTimeout: 60_000,
      maxHeaderSize: headerBytesMax,
      connect: {
        timeout: this.#timeouts.connect,
        ...(!allowPrivateTargets && { lookup: checkedLookup(sharedResolve(resolve)) }),
      },
    });
  }

  /** Never rejects. A redirect is an answer like any other that is not 2xx. */
  async send({ url, headers, body }: SignedRequest): Promise<AttemptOutcome> {
    const refused = targetRefused(url, this.options);
    if (refused !== undefined) return { kind: 'failed', reason: refused };
    const signal = AbortSignal.timeout(this.#timeouts.inAll);
    try {
      const answer = await request(url, {
        method: 'POST',
        headers,
        body,
        dispatcher: this.#agent,
        headersTimeout: this.#timeouts.answer,
        bodyTimeout: this.#timeouts.answer,
        signal,
      });
      // Only the status of the answer counts, so a body that does not end changes nothing.
      await answer.body.dump({ limit: answerBytesMax, signal }).catch(() => undefined);
      return { kind: 'answered', status: answer.statusCode };
    } catch (error) {
      if (this.#isClosed) return { kind: 'broken-off' };
      return { kind: 'failed', reason: attemptReason(error) };
    }
  }

  /** Breaks off the attempts under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#agent.destroy();
  }
}

const charactersMax = 200;

/**
 * The reason of a failed attempt, for people. Parts of it may come from the receiver, such as the
 * names in its certificate. Control characters become spaces, because PostgreSQL stores no U+0000
 * and terminals interpret the others.
 */
export const attemptReason = (error: unknown): string => {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return reason.slice(0, charactersMax).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
};
