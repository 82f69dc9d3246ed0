import { expect, test } from '@jest/globals';
import { Deadline } from '#runtime';
import { CardGateway } from '../../../services/card-gateway.js';
import type { CardPayments } from '../../../services/service-tokens.js';
import { GatewayIntents } from './gateway-intents.js';

test('the text about a malformed intent is safe in a page', async () => {
  const intents = new GatewayIntents(new CardGateway({} as unknown as CardPayments));
  await expect(intents.read('<b>', new Deadline(1_000))).rejects.toMatchObject({
    answer: {
      ...{ status: 400, code: 'wcpay_server_error' },
      detail: 'No such payment_intent: &#039;&lt;b&gt;&#039;',
    },
  });
});
