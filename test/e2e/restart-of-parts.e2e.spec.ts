import { describe, expect, test } from '@jest/globals';
import { eventually, isReady, survivors } from '../support/system.js';
import { useSystem } from '../support/use-system.js';

const system = useSystem();

/**
 * Creates a payment intent. Every call has the same idempotency key, so a gateway that kept its
 * data returns the same intent again.
 */
const createIntent = async (gatewayUrl: string): Promise<unknown> => {
  const answer = await fetch(`${gatewayUrl}/v1/payment_intents`, {
    method: 'POST',
    body: new URLSearchParams({ amount: '28500', currency: 'sek' }),
    headers: { authorization: 'Bearer sk_test_spec', 'idempotency-key': 'of the spec' },
  });
  expect(answer.status).toBe(200);
  return answer.json();
};

describe('a part that was killed', () => {
  test.each([
    ...(['api', 'worker', 'event-node', 'postgres', 'postgres-server'] as const),
    'gateway-sandbox' as const,
  ])('is started again at the same address: %s', async (victim) => {
    const { url, eventStoreUrl, databaseUrl, gatewayUrl } = system.current.runFile;
    const former = await system.current.killRunning(victim);
    await eventually('it runs again', () => {
      const pid = system.current.pidIfRunning(victim);
      return (pid !== undefined && pid !== former) || undefined;
    });
    await eventually('all is ready again', async () => isReady(system.current.url));
    expect(system.current.runFile).toMatchObject({ url, eventStoreUrl, databaseUrl, gatewayUrl });
  });

  test('keeps what the card gateway answered', async () => {
    const { gatewayUrl = '' } = system.current.runFile;
    const answered = async () =>
      eventually('the sandbox answers', async () =>
        createIntent(gatewayUrl).catch(() => undefined),
      );
    const made = await answered();
    await system.current.killRunning('gateway-sandbox');
    expect(await answered()).toEqual(made);
  });

  test('leaves no second server behind', async () => {
    // The file run.json lists the running processes, and may be incomplete although the API is
    // ready. The API can already reach the new PostgreSQL server before the file lists the process
    // that supervises the server.
    const pids = await eventually('every part of run.json runs', () => {
      const named = system.current.pids();
      return survivors(named).length === named.length ? named : undefined;
    });
    expect(await system.current.stop()).toBe(0);
    expect(survivors(pids)).toEqual([]);
  });
});
