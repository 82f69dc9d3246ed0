import { Injectable } from '@nestjs/common';
import type { Gateway, Outcome, PaymentIntent, Refusal } from '#gateway';
import type { Deadline } from '#runtime';
import type { HttpError } from '../../../contract-kit/http-error.js';
import { answerOf, CardGateway } from '../../../services/card-gateway.js';
import { serverError } from '../woopayments-envelope.js';
import { escaped } from './capture-failure.js';

/**
 * Returns the value that the gateway answered. If the gateway refused, `refused` makes the error
 * that is thrown.
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

/**
 * Calls the card gateway. A call waits no longer than the deadline of the HTTP request that needs
 * it.
 */
@Injectable()
export class GatewayIntents {
  constructor(private readonly gateway: CardGateway) {}

  /**
   * Calls the gateway. If it has not answered by the deadline, the outcome is unknown.
   *
   * @throws GatewayAway if no gateway is configured
   */
  async ask<Value>(
    deadline: Deadline,
    call: (gateway: Gateway) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    return this.gateway.ask(deadline.leftMs, call);
  }

  /** Reads an intent; undefined if the id is unknown or malformed. @throws GatewayAway */
  async find(intentId: string, deadline: Deadline): Promise<PaymentIntent | undefined> {
    const answer = answerOf(await this.gateway.read(intentId, deadline.leftMs));
    return answer.kind === 'done' ? answer.value : undefined;
  }

  /**
   * Reads an intent.
   *
   * @throws HttpError 400 if the id is unknown or malformed
   * @throws GatewayAway
   */
  async read(intentId: string, deadline: Deadline): Promise<PaymentIntent> {
    const outcome = await this.gateway.read(intentId, deadline.leftMs);
    return resultOf(outcome, ({ message }) => serverError(escaped(message)));
  }
}
