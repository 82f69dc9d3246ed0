import { Agent, request } from 'undici';
import type { AttemptOutcome } from '../deliveries/delivery.js';
import type { SignedRequest } from '../deliveries/deliverer.js';
import {
  checkedLookup,
  type Resolve,
  resolveBySystem,
  sharedResolve,
  targetRefused,
  type TargetRules,
} from './webhook-target.js';

export interface SenderOptions extends TargetRules {
  readonly resolve?: Resolve;
  readonly timeouts?: Partial<typeof timeoutsMs>;
}

/**
 * The time limits of an attempt, in milliseconds. A receiver should answer first and do its work
 * afterwards.
 */
const timeoutsMs = { connect: 5_000, answer: 10_000, inAll: 15_000 };

/**
 * The number of bytes of an answer's body that are read and thrown away, so that the connection can
 * be used again. After a longer body, the connection is closed.
 */
const answerBytesMax = 4_096;
const headerBytesMax = 8_192;

/**
 * Sends messages over HTTP. Connects to public addresses only, unless the settings allow others.
 * Follows no redirect, and limits the time and the size of an answer.
 */
export class WebhookSender {
  readonly #agent: Agent;
  #isClosed = false;
  readonly #timeouts: typeof timeoutsMs;

  constructor(private readonly options: SenderOptions) {
    this.#timeouts = { ...timeoutsMs, ...options.timeouts };
    const { allowPrivateTargets, resolve = resolveBySystem } = options;
    // The HTTP client does not limit the number of connections to a host, because the deliverer
    // already limits the attempts. A limit of the client would make endpoints on the same host wait
    // for each other.
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

  /**
   * Sends a message; never rejects. Every status except 2xx counts as a failure, including a
   * redirect.
   */
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
      // Only the status decides the outcome. So an error while the body of the answer is read is
      // ignored.
      await answer.body.dump({ limit: answerBytesMax, signal }).catch(() => undefined);
      return { kind: 'answered', status: answer.statusCode };
    } catch (error) {
      if (this.#isClosed) return { kind: 'broken-off' };
      return { kind: 'failed', reason: attemptReason(error) };
    }
  }

  /** Aborts the attempts under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#agent.destroy();
  }
}

const charactersMax = 200;

/**
 * The reason of a failed attempt, in words for an operator. Parts of the text may come from the
 * receiver, such as the names in its certificate. Control characters become spaces: PostgreSQL does
 * not store U+0000, and a terminal would act on the other control characters.
 */
export const attemptReason = (error: unknown): string => {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return reason.slice(0, charactersMax).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
};
