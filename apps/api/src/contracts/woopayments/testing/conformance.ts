import { demoClient } from '../../../../../../test/support/api-under-test.js';
import { bearerOf } from '../../../testing/bearer-of.js';
import type { ConformanceFixture } from '../../../testing/conformance-fixture.js';

const actions = '/wp-json/wc/v3/payments/orders';

export const fixture: ConformanceFixture = {
  /**
   * Basic authentication is used because these headers are sent with several requests. An OAuth
   * signature would be valid for one request only.
   */
  authenticate: async (url, client) => {
    const answer = await fetch(`${url}/v1/clients/${client.clientId}/keys`, {
      method: 'POST',
      headers: { ...(await bearerOf(url, demoClient)), 'Content-Type': 'application/json' },
      body: JSON.stringify({ kind: 'woocommerce', permission: 'read_write' }),
    });
    const key = (await answer.json()) as { consumerKey: string; consumerSecret: string };
    const text = `${key.consumerKey}:${key.consumerSecret}`;
    return { Authorization: `Basic ${Buffer.from(text).toString('base64')}` };
  },
  path: `${actions}/1/create_customer`,
  isError: ({ text }) => Object.hasOwn(JSON.parse(text) as object, 'data'),
  capture: {
    paymentMethod: 'card',
    request: ({ orderNumber, paymentIntent }) => ({
      method: 'POST',
      path: `${actions}/${orderNumber}/capture_terminal_payment`,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ payment_intent_id: paymentIntent }),
    }),
    succeeds: 200,
    keyHeader: 'Idempotency-Key',
    repeated: 200,
    hidden: [404],
    refused: 402,
  },
};
