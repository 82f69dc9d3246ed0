import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { orderIdOf, type Accepted, type Decision } from '#ledger';
import { verifyChain } from '../chain/verify-chain.js';
import { requestCapture, registerOrder, someOrigin } from '../testing/commands.js';
import type { LoadedOrder } from './loaded-order.js';
import { proposalOf, type Proposal } from './proposal.js';

const orderId = orderIdOf('demo-se', '1001');

const accepted = (decision: Decision): Accepted => {
  if (decision.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(decision)}`);
  return decision;
};

const register = registerOrder(orderId);
const registration = (): Proposal =>
  proposalOf({
    execution: register,
    known: undefined,
    decision: accepted(register.decide(undefined)),
  });

const loadedAfter = ({ order, events }: Proposal): LoadedOrder => ({
  order,
  revision: events.length - 1,
  position: 10n,
  chain: (events.at(-1)?.metadata as { chain: string }).chain,
});

const capture = requestCapture(orderId, { amount: 9500, idempotencyKey: 'k1' });
const captureOn = (known: LoadedOrder, execution: typeof capture = capture): Proposal =>
  proposalOf({ execution, known, decision: accepted(execution.decide(known.order)) });

describe('the proposal of a new order', () => {
  test('expects that there is no stream yet', () => {
    expect(registration()).toMatchObject({
      streamId: `order-${orderId}`,
      expectedRevision: 'no_stream',
      firstRevision: 0,
    });
  });

  test('takes the store from the order if the origin names none', () => {
    expect(registration().events[0]?.metadata).toMatchObject({ storeId: 'demo-se' });
  });
});

describe('the proposal of a capture', () => {
  const known = loadedAfter(registration());
  const proposal = captureOn(known);

  test('expects the revision that it was decided on', () => {
    expect(proposal).toMatchObject({
      expectedRevision: BigInt(known.revision),
      firstRevision: known.revision + 1,
    });
  });

  test('has the same event ids whoever repeats the command', () => {
    const elsewhere = { ...someOrigin, correlationId: randomUUID(), clientId: 'shop-b' };
    const ids = ({ events }: Proposal): string[] => events.map(({ id }) => id);
    expect(ids(captureOn(known, { ...capture, origin: elsewhere }))).toEqual(ids(proposal));
    expect(new Set([...ids(registration()), ...ids(proposal)]).size).toBe(3);
  });

  test('has other event ids for another request under the same key', () => {
    const other = requestCapture(orderId, { amount: 19_000, idempotencyKey: 'k1' });
    expect(other.actionId).toBe(capture.actionId);
    expect(captureOn(known, other).events[0]?.id).not.toBe(proposal.events[0]?.id);
  });

  test('says in its metadata who did what, through which door, and why', () => {
    expect(proposal.events[0]?.metadata).toEqual({
      schemaVersion: 1,
      action: 'capture',
      idempotencyKey: 'k1',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      clientId: someOrigin.clientId,
      storeId: 'demo-se',
      contract: someOrigin.contract,
      endpoint: someOrigin.endpoint,
      correlationId: someOrigin.correlationId,
      causationId: capture.actionId,
      recordedAt: someOrigin.recordedAt,
      chain: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('continues the chain', async () => {
    const history = [...registration().events, ...proposal.events];
    expect(await verifyChain(history)).toMatchObject({ ok: true, events: history.length });
  });

  test('holds the order as it is afterwards', () => {
    expect(proposal.order.balance.captured).toBe(9500);
    expect(known.order.balance.captured).toBe(0);
  });
});
