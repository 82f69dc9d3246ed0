import { Injectable } from '@nestjs/common';
import type { Gateway, Outcome, PaymentIntent, Refusal } from '#gateway';
import type { Deadline } from '#runtime';
import type { HttpError } from '../../../contract-kit/http-error.js';
import { answerOf, CardGateway } from '../../../services/card-gateway.js';
import { serverError } from '../woopayments-envelope.js';

/**
 * Returns the result of a gateway call. A refusal is thrown as the error that `refused` makes of
 * it.
 *
 * @throws GatewayAway if the outcome is unknown
 */
export const resultOf = <Value>(
  outcome: Outcome<Value>,
  refused: (refusal: Refusal) => HttpError,
): Value => {
  const answer = answerOf(outcome);
  if (answer.kind === 'done') return answer.value;
  throw refused(answer.refusal);
};

/** Calls the card gateway for a request, no longer than until the request's deadline. */
@Injectable()
export class GatewayIntents {
  constructor(private readonly gateway: CardGateway) {}

  /**
   * Calls the gateway. The outcome is unknown once the deadline of the request has passed.
   *
   * @throws GatewayAway without a gateway
   */
  async ask<Value>(
    deadline: Deadline,
    call: (gateway: Gateway) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    return this.gateway.ask(deadline.leftMs, call);
  }

  /** Returns an intent; undefined if the id is unknown or malformed. @throws GatewayAway */
  async find(intentId: string, deadline: Deadline): Promise<PaymentIntent | undefined> {
    const answer = answerOf(await this.gateway.read(intentId, deadline.leftMs));
    return answer.kind === 'done' ? answer.value : undefined;
  }

  /** Returns an intent. @throws HttpError 400 if the id is unknown or malformed, GatewayAway */
  async read(intentId: string, deadline: Deadline): Promise<PaymentIntent> {
    const outcome = await this.gateway.read(intentId, deadline.leftMs);
    return resultOf(outcome, ({ message }) => serverError(message));
  }
}
