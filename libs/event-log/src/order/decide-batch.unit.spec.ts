import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type Accepted, canonicalJson, type Decision } from '#ledger';
import { orderIdOf } from '../../../ledger/src/testing/demo-order.js';
import { type StoredLink, verifyChain } from '../testing/verify-chain.js';
import { AppendTooLarge } from '../faults.js';
import { registerOrder, requestCapture, someOrigin } from '../testing/commands.js';
import {
  decideBatch,
  type DecidedBatch,
  type FoldedOrder,
  type OrderExecution,
  type SealedEvents,
  sealEvents,
} from './decide-batch.js';

const orderId = orderIdOf('demo-se', '1001');
const captureOf = (amount = 9500, idempotencyKey?: string) =>
  requestCapture(orderId, { amount, ...(idempotencyKey !== undefined && { idempotencyKey }) });

const registered = (quantity: number): FoldedOrder =>
  decideBatch(undefined, [registerOrder(orderId, quantity)]).after!;

const kindsOf = ({ outcomes }: DecidedBatch): string[] => outcomes.map(({ kind }) => kind);

/** A capture that is accepted, with a description that makes its event about `bytes` long. */
const large = (bytes: number): OrderExecution => {
  const { command, decide, ...execution } = captureOf();
  return {
    ...execution,
    decide: (order) => {
      const decision = decide(order);
      if (decision.kind !== 'accepted') return decision;
      const [event] = decision.events;
      if (event?.type !== 'OrderPartCaptured') throw new Error(`not a part of ${command.type}`);
      const data = { ...event.data, description: 'x'.repeat(bytes) };
      return { ...decision, events: [{ ...event, data }] };
    },
  };
};

describe('commands on one order, decided together', () => {
  test('are each decided on what the ones before them lead to', () => {
    const line = decideBatch(registered(3), [captureOf(), captureOf(), captureOf(), captureOf()]);
    expect(kindsOf(line)).toEqual(['accepted', 'accepted', 'accepted', 'rejected']);
    expect(line.after?.order.balance).toMatchObject({ captured: 28_500, status: 'Activated' });
    expect(line.sealed.map(({ after }) => after.revision)).toEqual([2, 3, 4]);
    expect(line.after).toBe(line.sealed.at(-1)?.after);
  });

  test('answer a repeated key with the answer it gets in the same line', () => {
    const once = captureOf(9500, 'once');
    const line = decideBatch(registered(3), [once, captureOf(19_000, 'once'), once]);
    expect(line.outcomes).toMatchObject([
      { kind: 'accepted', after: { revision: 2 } },
      { kind: 'rejected', code: 'IDEMPOTENCY_KEY_REUSED' },
      { kind: 'replayed', decision: { revision: 2 } },
    ]);
    expect(line.sealed).toHaveLength(1);
  });

  test('fail alone', () => {
    const broken: OrderExecution = {
      ...captureOf(),
      decide: () => {
        throw new Error('cannot be decided');
      },
    };
    const line = decideBatch(registered(3), [broken, captureOf()]);
    expect(kindsOf(line)).toEqual(['failed', 'accepted']);
  });

  test('are as many as one append has room for', () => {
    const line = decideBatch(registered(9), [
      large(500_000),
      large(500_000),
      captureOf(),
      captureOf(),
    ]);
    expect(kindsOf(line)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    const fuller = decideBatch(registered(9), [large(500_000), large(550_000), captureOf()]);
    expect(kindsOf(fuller)).toEqual(['accepted']);
  });

  test('are refused one by one when an append has no room for them at all', () => {
    const line = decideBatch(registered(9), [large(1_100_000), captureOf()]);
    expect(line.outcomes).toMatchObject([
      { kind: 'failed', error: expect.any(AppendTooLarge) },
      { kind: 'accepted', after: { revision: 2 } },
    ]);
  });

  test('see no order where there is none', () => {
    const line = decideBatch(undefined, [captureOf(), registerOrder(orderId, 3), captureOf()]);
    expect(kindsOf(line)).toEqual(['rejected', 'accepted', 'accepted']);
  });
});

const elsewhere = { ...someOrigin, correlationId: randomUUID() };
const other = requestCapture(orderId, { amount: 9500 });

const accepted = (decision: Decision): Accepted => {
  if (decision.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(decision)}`);
  return decision;
};

const json = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));

const metadataOf = ({ events }: SealedEvents): unknown => json(events[0]!.metadata);

const stored = ({ events }: SealedEvents): StoredLink[] =>
  events.map(({ data, metadata, ...event }) => ({
    ...event,
    data: json(data),
    metadata: json(metadata),
  }));

const register = registerOrder(orderId);
const registration = (): SealedEvents =>
  sealEvents(register, undefined, accepted(register.decide(undefined)));

const capture = requestCapture(orderId, { amount: 9500, idempotencyKey: 'k1' });
const captureOn = (before: FoldedOrder, execution: typeof capture = capture): SealedEvents =>
  sealEvents(execution, before, accepted(execution.decide(before.order)));

const idsOf = ({ events }: SealedEvents): string[] => events.map(({ id }) => id);

describe('the events of a new order', () => {
  test('begins at revision 0', () => {
    expect(registration().after.revision).toBe(1);
  });

  test('takes the store from the order if the origin names none', () => {
    expect(metadataOf(registration())).toMatchObject({ storeId: 'demo-se' });
  });
});

describe('the events of a capture', () => {
  const known = registration().after;
  const sealed = captureOn(known);

  test('stand after the state that they were decided on', () => {
    expect(sealed.after.revision).toBe(known.revision + 1);
  });

  test('has the same event ids when the same request is decided again on the same state', () => {
    expect(idsOf(captureOn(known))).toEqual(idsOf(sealed));
    expect(new Set([...idsOf(registration()), ...idsOf(sealed)]).size).toBe(3);
  });

  test.each([
    [
      'another request under its key',
      requestCapture(orderId, { amount: 19_000, idempotencyKey: 'k1' }),
    ],
    ['the same request at another process', { ...capture, origin: elsewhere }],
  ])('has other event ids for %s', (_what, execution) => {
    expect(execution.actionId).toBe(capture.actionId);
    expect(idsOf(captureOn(known, execution))).not.toEqual(idsOf(sealed));
  });

  test('has other event ids on another state', () => {
    const { events } = captureOn(captureOn(known, other).after);
    expect(events.map(({ id }) => id)).not.toEqual(idsOf(sealed));
  });

  test('says in its metadata who did what, through which door, and why', () => {
    expect(metadataOf(sealed)).toEqual({
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
      chain: sealed.after.chain,
    });
  });

  test('continues the chain', async () => {
    const history = [...stored(registration()), ...stored(sealed)];
    expect(await verifyChain(history)).toMatchObject({ ok: true, events: history.length });
  });

  test('holds the order as it is afterwards', () => {
    expect(sealed.after.order.balance.captured).toBe(9500);
    expect(known.order.balance.captured).toBe(0);
  });

  test('is stored as the very texts that the chain covers', () => {
    const [event] = sealed.events;
    expect(Buffer.from(event!.data).toString('utf8')).toBe(canonicalJson(json(event!.data)));
  });

  test('counts what the store counts of it', () => {
    const [{ type, data, metadata }] = sealed.events as [SealedEvents['events'][0]];
    expect(sealed.bytes).toBe(data.length + metadata.length + 2 * type.length);
  });
});
