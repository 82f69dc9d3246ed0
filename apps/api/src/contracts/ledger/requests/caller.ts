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
 * Looks at the token again while a long request goes on: a disabled client or a removed store
 * loses its effect within 5 seconds here as well (ledger.md, "Clients and stores"), and a token may
 * expire.
 */
export class CallerCheck {
  #checkedAt = Date.now();

  constructor(
    private readonly request: FastifyRequest,
    private readonly authenticator: Pick<Authenticator, 'callerNow'>,
    private readonly everyMs: number,
  ) {}

  /** Brings the request's caller up to date, if it is time to; answers why it may not go on. */
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
