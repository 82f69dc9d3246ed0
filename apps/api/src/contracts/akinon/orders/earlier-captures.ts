import { answerTo, fingerprintOf, type Order, statusAt } from '#ledger';
import type { OrderTarget } from '../../../commands/order-commands.js';
import { captureCommand, type RequestedCapture } from '../../../commands/capture-commands.js';
import type { AskedCapture } from './asked-capture.js';

const ofCaller = 'akinon:key:';

/**
 * Turns a caller's `Idempotency-Key` into the ledger's key. The prefix ensures that a caller cannot
 * choose a key that `keyOfSet` makes.
 */
export const keyOfCaller = (idempotencyKey: string): string => ofCaller + idempotencyKey;

/** The ledger's idempotency key of one attempt (0, 1, ...) to capture a set of items. */
export const keyOfSet = (setName: string, attempt: number): string =>
  `akinon:set:${setName}:${attempt}`;

/**
 * The result of the search for an earlier capture of the same items: either its id, or the capture
 * that must be made now.
 */
export type EarlierCapture =
  | { readonly kind: 'found'; readonly captureId: string }
  | {
      readonly kind: 'none';
      /**
       * The number of earlier attempts to capture these items. The idempotency key of the next
       * attempt contains this number.
       */
      readonly attempts: number;
      readonly capture: RequestedCapture;
    };

/**
 * Looks for an earlier capture of the same items that was made through this contract and did not
 * fail, with or without an `Idempotency-Key`. If the gateway declined another capture of the same
 * rows, a part of them is open again. A request for whole rows then needs a new capture, because
 * that part would otherwise never be captured (docs/decisions/0051).
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
 * Returns a capture of the rows that are still open, if the request is for the whole order or for
 * whole rows. Otherwise returns undefined.
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

/** True if the capture is settled or still waits for the gateway's outcome. */
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
