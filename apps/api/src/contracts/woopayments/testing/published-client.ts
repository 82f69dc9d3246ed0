import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request as forward } from 'node:http';
import { Agent, createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import woocommerce from '@woocommerce/woocommerce-rest-api';
import { generate } from 'selfsigned';
import type { LedgerUnderTest } from '../../ledger/testing/use-ledger.js';
import type { WooStore } from './woo-caller.js';

interface Certificate {
  readonly cert: string;
  readonly private: string;
}

/** A proxy like a load balancer: it takes https requests and forwards them to the API over http. */
const tlsProxy = (ledger: LedgerUnderTest, { cert, private: key }: Certificate): Server =>
  createServer({ cert, key }, (incoming, outgoing) => {
    const { hostname, port } = new URL(ledger.url);
    const headers = { ...incoming.headers, 'x-forwarded-proto': 'https' };
    const options = { hostname, port, path: incoming.url, method: incoming.method, headers };
    const onward = forward(options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });

/** An answer as the client returns it. The client's package has no type for answers. */
interface ClientAnswer {
  readonly status: number;
  readonly data: unknown;
}

/**
 * Specs that call the API with `@woocommerce/woocommerce-rest-api`, the published client that shops
 * use, without changes.
 */
export const describePublishedClient = (ledger: LedgerUnderTest, shop: () => WooStore): void => {
  let certificate: Certificate;
  let proxy: Server;

  beforeAll(async () => {
    certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    proxy = tlsProxy(ledger, certificate);
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
  });

  afterAll(() => {
    proxy.close();
    proxy.closeAllConnections();
  });

  const clientOver = (transport: 'http' | 'https', key = shop().key) => {
    const { port } = proxy.address() as AddressInfo;
    return new woocommerce.default({
      url: transport === 'http' ? ledger.url : `https://localhost:${port}`,
      ...key,
      version: 'wc/v3',
      ...(transport === 'https' && {
        axiosConfig: { httpsAgent: new Agent({ ca: certificate.cert }) },
      }),
    });
  };

  describe.each(['http', 'https'] as const)('the published client over %s', (transport) => {
    test('makes an intent, captures it, and repeats', async () => {
      const client = clientOver(transport);
      const { number } = await shop().pendingOrder();
      const orders = `payments/orders/${number}`;
      const made = (await client.post(`${orders}/create_terminal_intent`, {})) as ClientAnswer;
      const { id } = made.data as { id: string };
      expect([made.status, made.data]).toEqual([200, { id: expect.stringMatching(/^pi_/) }]);
      await shop().tap(id);
      for (const params of [{}, { _fields: 'id,status' }]) {
        const body = { payment_intent_id: id };
        const path = `${orders}/capture_terminal_payment`;
        const captured = (await client.post(path, body, params)) as ClientAnswer;
        expect([captured.status, captured.data]).toEqual([200, { status: 'succeeded', id }]);
      }
    });

    test('is told what is wrong', async () => {
      const forged = { ...shop().key, consumerSecret: `cs_${'0'.repeat(40)}` };
      const refused = clientOver(transport, forged).post('payments/orders/1/create_customer', {});
      await expect(refused).rejects.toMatchObject({
        response: {
          status: 401,
          data: { code: 'woocommerce_rest_authentication_error', data: { status: 401 } },
        },
      });
    });
  });
};
