import { describe, expect, test } from '@jest/globals';
import type { Operation, Outcome } from '../load/operation.js';
import { checkAnswers, checkOrigins } from './check-answers.js';
import { Histories } from './histories.js';
import { nextLink, type LoggedEvent } from './logged-event.js';
const orderId = 'o1';

const answered = (status: number, code = '', more: object = {}): Outcome => ({
  kind: 'answered',
  status,
  code,
  replayed: false,
  position: undefined,
  madeId: undefined,
  revision: undefined,
  ...more,
});

const left: Outcome = { kind: 'left' };

/**
 * Makes a command with one request per outcome, and an idempotency key. The ids of the requests are
 * q0, q1 and so on.
 */
const asked = (outcomes: readonly Outcome[], more: Partial<Operation> = {}): Operation => ({
  name: 'n',
  action: 'capture',
  contract: 'ledger',
  orderNumber: '1',
  orderId,
  key: 'k',
  path: '',
  body: '',
  amount: 100,
  mustBeRefused: false,
  attempts: outcomes.map((outcome, index) => ({
    requestId: `q${index}`,
    api: 'api-1',
    atMs: 0,
    tookMs: 1,
    outcome,
  })),
  ...more,
});

/** Makes a log in which one order of 1,000 minor units is registered and then captured as given. */
const log = (...captures: readonly { key?: string; request: string; amount?: number }[]) => {
  const histories = new Histories();
  let chain = '';
  const take = (type: string, data: object, metadata: object): void => {
    const revision = (histories.orders.get(orderId)?.revision ?? -1) + 1;
    const unlinked: LoggedEvent = {
      orderId,
      revision,
      position: BigInt(revision),
      id: String(revision),
      type,
      data: { orderId, ...data },
      metadata: { ...metadata },
    };
    chain = nextLink(chain, unlinked);
    histories.take({ ...unlinked, metadata: { ...metadata, chain } });
  };
  const row = { rowId: 'r1', unitPrice: 1, quantity: 1_000 };
  take('OrderRegistered', { rows: [row] }, { action: 'register', correlationId: 'registering' });
  take('OrderAuthorized', { amount: 1_000 }, { action: 'register', correlationId: 'registering' });
  for (const { key, request, amount = 100 } of captures) {
    take(
      'OrderPartCaptured',
      {
        captureId: request,
        outcome: 'settled',
        amount,
        reference: 'n',
        rows: [{ ...row, quantity: amount }],
      },
      {
        action: 'capture',
        correlationId: request,
        ...(key !== undefined && { idempotencyKey: key }),
      },
    );
  }
  return histories;
};

const rules = (operation: Operation, histories: Histories): readonly string[] =>
  checkAnswers([operation], histories).map(({ rule }) => rule);

describe('the oracle is content with', () => {
  test.each([
    ['a capture that was accepted', asked([answered(202)]), log({ key: 'k', request: 'q0' })],
    ['one refused', asked([answered(422)]), log()],
    ['one accepted by a repeat', asked([left, answered(202)]), log({ key: 'k', request: 'q0' })],
    ['one without a key whose answer was lost', asked([left], { key: undefined }), log()],
  ])('%s', (_case, operation, histories) => {
    expect(rules(operation, histories)).toEqual([]);
    expect(histories.findings).toEqual([]);
  });
});

describe('the oracle finds', () => {
  test.each<[string, string, readonly [Operation, Histories]]>([
    ['a 202 that is not in the log', 'every 202', [asked([answered(202)]), log()]],
    [
      'a key with two effects',
      'I4',
      [
        asked([answered(202), answered(202)]),
        log({ key: 'k', request: 'q0' }, { key: 'k', request: 'q1' }),
      ],
    ],
    [
      'a 503 that says nothing was written, and something was',
      'a refused request',
      [
        asked([answered(503, 'SERVICE_UNAVAILABLE'), answered(202)]),
        log({ key: 'k', request: 'q0' }),
      ],
    ],
    [
      'a refusal after an effect',
      'a refused command',
      [asked([left, answered(422)]), log({ key: 'k', request: 'q0' })],
    ],
    [
      'another amount than was asked for',
      'an effect is what',
      [asked([answered(202)]), log({ key: 'k', request: 'q0', amount: 99 })],
    ],
    [
      'an answer that tells another capture',
      'an answer tells',
      [asked([answered(202, '', { madeId: 'another' })]), log({ key: 'k', request: 'q0' })],
    ],
    ['a 500', 'only documented', [asked([answered(500), answered(422)]), log()]],
    ['a hanging request', 'no request hangs', [asked([{ kind: 'hung' }, answered(422)]), log()]],
    ['a repeat that gets no answer', 'every repeat', [asked([left]), log()]],
    [
      'a wrong request that is accepted',
      'wrong requests',
      [asked([answered(202)], { mustBeRefused: true }), log({ key: 'k', request: 'q0' })],
    ],
  ])('%s', (_case, rule, [operation, histories]) => {
    expect(rules(operation, histories)).toContainEqual(expect.stringContaining(rule));
  });

  test('an event that nobody asked for', () => {
    const histories = log({ request: 'somebody' });
    const effects = histories.fresh.filter(({ action }) => action === 'capture');
    expect(checkOrigins([asked([left])], effects)).toHaveLength(1);
  });

  test('more captured than authorised', () => {
    const histories = log({ request: 'q0', amount: 600 }, { request: 'q1', amount: 600 });
    expect(histories.findings).toEqual([expect.objectContaining({ rule: 'invariants hold' })]);
  });
});
