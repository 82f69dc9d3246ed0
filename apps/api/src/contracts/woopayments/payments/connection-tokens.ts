import { Inject, Injectable } from '@nestjs/common';
import { Deadline } from '#runtime';
import { type CardPayments, cardsToken } from '../../../services/service-tokens.js';
import { escaped } from '../gateway/capture-failure.js';
import { GatewayIntents, resultOf } from '../gateway/gateway-intents.js';
import { serverError } from '../woopayments-envelope.js';

const answerMsMax = 10_000;

/** Makes the tokens with which an app connects its card reader to the gateway. */
@Injectable()
export class ConnectionTokens {
  constructor(
    private readonly intents: GatewayIntents,
    @Inject(cardsToken) private readonly cards: CardPayments,
  ) {}

  async create(): Promise<{ readonly secret: string; readonly test_mode: boolean }> {
    const deadline = new Deadline(answerMsMax);
    const outcome = await this.intents.ask(deadline, async (gateway) => gateway.connectionToken());
    const { secret } = resultOf(outcome, ({ message }) => serverError(escaped(message)));
    return { secret, test_mode: this.cards.isTest };
  }
}
