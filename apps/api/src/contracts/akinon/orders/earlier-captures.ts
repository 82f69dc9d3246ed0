import { answerTo, fingerprintOf, type Order, statusAt } from '#ledger';
import type { OrderTarget } from '../../../commands/order-commands.js';
import { captureCommand, type RequestedCapture } from '../../../commands/capture-commands.js';
import type { AskedCapture } from './asked-capture.js';

const ofCaller = 'akinon:key:';

/** The ledger's key of a caller's `Idempotency-Key`. */
export const keyOfCaller = (idempotencyKey: string): string => ofCaller + idempotencyKey;

/** The ledger's key of a set of items, for one attempt: the next has another. */
export const keyOfSet = (setName: string, attempt: number): string =>
  `akinon:set:${setName}:${attempt}`;

/** The capture that is the answer to a request, or the one that is to be made. */
export type EarlierCapture =
  | { readonly kind: 'standing'; readonly captureId: string }
  | {
      readonly kind: 'none';
      /** The number of attempts before it. */
      readonly attempts: number;
      readonly capture: RequestedCapture;
    };

/**
 * Finds the earlier capture of the same set of items through this contract, with or without an
 * `Idempotency-Key`, that did not fail. It is no answer to a request for all of something while a
 * part of that is left: an amount that came back would never be captured (docs/decisions/0051).
 */
export const earlierCapture = (
  order: Order,
  target: OrderTarget,
  asked: AskedCapture,
): EarlierCapture => {
  const { made: attempts, standing: ofSet } = attemptsOf(order, asked.setName);
  const standing =
    ofSet ??
    attemptsOf(order, asked.writtenSetName).standing ??
    standingUnderKey(order, target, asked);
  if (standing === undefined) return { kind: 'none', attempts, capture: asked.capture };
  const rest = restOf(order, target.request.at, asked.capture);
  return rest === undefined
    ? { kind: 'standing', captureId: standing }
    : { kind: 'none', attempts, capture: rest };
};

/** The capture of the rest, if all was asked for and something of it is left. */
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
  /** The number of them. */
  readonly made: number;
  /** The last one that did not fail. */
  readonly standing: string | undefined;
}

const attemptsOf = (order: Order, setName: string): Attempts => {
  let standing: string | undefined;
  for (let made = 0; ; made += 1) {
    const captureId = answerTo(order, 'capture', keyOfSet(setName, made))?.captureId;
    if (captureId === undefined) return { made, standing };
    if (stands(order, captureId)) standing = captureId;
  }
};

const stands = ({ captures }: Order, captureId: string): boolean =>
  captures.get(captureId)?.status !== 'failed';

/** The earlier capture if the caller sent the first of two equal requests with a key. */
const standingUnderKey = (
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
    if (isSame && captureId !== undefined && stands(order, captureId)) return captureId;
  }
  return undefined;
};
