import { answerTo, fingerprintOf, type Order, statusAt } from '#ledger';
import type { OrderTarget } from '../../../commands/order-commands.js';
import { captureCommand, type RequestedCapture } from '../../../commands/capture-commands.js';
import type { AskedCapture } from './asked-capture.js';

const ofCaller = 'akinon:key:';

/**
 * The ledger's idempotency key for an `Idempotency-Key` of the caller. The prefix keeps callers'
 * keys apart from the keys of `keyOfSet`.
 */
export const keyOfCaller = (idempotencyKey: string): string => ofCaller + idempotencyKey;

/** The ledger's idempotency key of one attempt (0, 1, ...) to capture a set of items. */
export const keyOfSet = (setName: string, attempt: number): string =>
  `akinon:set:${setName}:${attempt}`;

/** The earlier capture that answers a request, or the capture that has to be made. */
export type EarlierCapture =
  | { readonly kind: 'found'; readonly captureId: string }
  | {
      readonly kind: 'none';
      /** The number of earlier attempts at this set. It is part of the key of the next attempt. */
      readonly attempts: number;
      readonly capture: RequestedCapture;
    };

/**
 * Finds an earlier capture of the same items through this contract, with or without an
 * `Idempotency-Key`, that did not fail. A request for whole rows needs a new capture if a declined
 * capture has opened a part of these rows again: returning the earlier capture would leave that
 * part uncaptured permanently (docs/decisions/0051).
 */
export const earlierCapture = (
  order: Order,
  target: OrderTarget,
  asked: AskedCapture,
): EarlierCapture => {
  const { made: attempts, lastGood: ofSet } = attemptsOf(order, asked.setName);
  const captureId =
    ofSet ??
    attemptsOf(order, asked.writtenSetName).lastGood ??
    captureUnderCallersKey(order, target, asked);
  if (captureId === undefined) return { kind: 'none', attempts, capture: asked.capture };
  const rest = restOf(order, target.request.at, asked.capture);
  return rest === undefined
    ? { kind: 'found', captureId }
    : { kind: 'none', attempts, capture: rest };
};

/**
 * A new capture of the rows that are still open, if the request is for the whole order or for whole
 * rows; otherwise undefined.
 */
const restOf = (
  { balance }: Order,
  at: string,
  capture: RequestedCapture,
): RequestedCapture | undefined => {
  const status = statusAt(balance, at);
  if (status !== 'NotActivated' && status !== 'PartActivated') return undefined;
  const left = new Set(
    balance.rows.filter((row) => row.remainingQuantity > 0).map(({ rowId }) => rowId),
  );
  if (capture.items.length === 0) return left.size > 0 ? capture : undefined;
  const items = capture.items.filter((item) => 'rowId' in item && left.has(item.rowId));
  const isAllAsked = capture.items.every(({ quantity }) => quantity === 'remaining');
  return isAllAsked && items.length > 0 ? { ...capture, items } : undefined;
};

interface Attempts {
  /** The number of attempts to capture the set of items. */
  readonly made: number;
  /** The id of the last capture that did not fail. */
  readonly lastGood: string | undefined;
}

const attemptsOf = (order: Order, setName: string): Attempts => {
  let lastGood: string | undefined;
  for (let made = 0; ; made += 1) {
    const captureId = answerTo(order, 'capture', keyOfSet(setName, made))?.captureId;
    if (captureId === undefined) return { made, lastGood };
    if (isGood(order, captureId)) lastGood = captureId;
  }
};

/** A capture that did not fail: it is settled, or waits for the gateway. */
const isGood = ({ captures }: Order, captureId: string): boolean =>
  captures.get(captureId)?.status !== 'failed';

/** The earlier capture that the caller requested with an `Idempotency-Key`. */
const captureUnderCallersKey = (
  order: Order,
  target: OrderTarget,
  { capture }: AskedCapture,
): string | undefined => {
  const { change, actionId } = captureCommand(target, capture);
  const { orderId, request } = target;
  const fingerprint = fingerprintOf(order, { ...change, orderId, actionId, at: request.at });
  for (const [key, answer] of order.answers.entries()) {
    const { captureId } = answer;
    const isSame = key.startsWith(`capture ${ofCaller}`) && answer.fingerprint === fingerprint;
    if (isSame && captureId !== undefined && isGood(order, captureId)) return captureId;
  }
  return undefined;
};
