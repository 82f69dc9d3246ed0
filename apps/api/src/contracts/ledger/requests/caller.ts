import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import type { Authenticator } from '../../../contract-kit/authenticator.js';
import { type ErrorAnswer, HttpError } from '../../../contract-kit/http-error.js';
import { callerOf } from '../../../contract-kit/request.js';
import { noLongerAllowed } from '../money/bulk-result.js';

/**
 * Parameter decorator: passes the authenticated caller to the controller's method, as in
 * `@FromCaller() caller: Caller`.
 */
export const FromCaller = createParamDecorator((_data: unknown, context): Caller =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/**
 * Checks the caller's token again during a long request, because the token may expire or its client
 * be disabled meanwhile. Such a change must take effect within 5 seconds (ledger.md, "Clients and
 * stores").
 */
export class CallerCheck {
  #checkedAt = Date.now();

  constructor(
    private readonly request: FastifyRequest,
    private readonly authenticator: Pick<Authenticator, 'callerNow'>,
    private readonly everyMs: number,
  ) {}

  /**
   * Authenticates the caller again if the last check is at least `everyMs` old. Returns an error if
   * the request may not continue.
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
