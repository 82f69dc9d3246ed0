import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import type { Authenticator } from '../../../contract-kit/authenticator.js';
import { type ErrorAnswer, HttpError } from '../../../contract-kit/http-error.js';
import { callerOf } from '../../../contract-kit/request.js';
import { noLongerAllowed } from '../money/bulk-result.js';

/** The caller that the access guard found: `@FromCaller() caller: Caller`. */
export const FromCaller = createParamDecorator((_data: unknown, context): Caller =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/**
 * Checks the token again during a long request: disabling a client or removing a store takes effect
 * within 5 seconds, also for requests under way (ledger.md, "Clients and stores"), and a token may
 * expire.
 */
export class CallerCheck {
  #checkedAt = Date.now();

  constructor(
    private readonly request: FastifyRequest,
    private readonly authenticator: Pick<Authenticator, 'callerNow'>,
    private readonly everyMs: number,
  ) {}

  /**
   * Authenticates the caller again if `everyMs` has passed. Returns the reason why the request may
   * not go on, if there is one.
   */
  async refusal(): Promise<ErrorAnswer | undefined> {
    const now = Date.now();
    if (now < this.#checkedAt + this.everyMs) return undefined;
    this.#checkedAt = now;
    try {
      this.request.caller = await this.authenticator.callerNow(this.request);
      return undefined;
    } catch (error) {
      if (error instanceof HttpError) return noLongerAllowed(error.answer);
      throw error;
    }
  }
}
