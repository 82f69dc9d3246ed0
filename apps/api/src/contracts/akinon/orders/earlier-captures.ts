import { answerTo, fingerprintOf, type Order } from '#ledger';
import type { OrderTarget } from '../../../commands/command-on-order.js';
import { captureCommand } from '../../../commands/capture-command.js';
import type { AskedCapture } from './asked-capture.js';

const ofCaller = 'akinon:key:';

/** The ledger's key of a caller's `Idempotency-Key`. */
export const keyOfCaller = (idempotencyKey: string): string => ofCaller + idempotencyKey;

/** The ledger's key of a set of items, for one attempt: a failed capture is tried under another. */
export const keyOfSet = (setName: string, attempt: number): string =>
  `akinon:set:${setName}:${attempt}`;

/** The capture of the same set that was made before, or the number of attempts that failed. */
export type EarlierCapture =
  | { readonly kind: 'standing'; readonly captureId: string }
  | { readonly kind: 'none'; readonly failedAttempts: number };

/**
 * Finds the earlier capture of the same set of items through this contract, with or without an
 * `Idempotency-Key`, that did not fail.
 */
export const earlierCapture = (
  order: Order,
  target: OrderTarget,
  asked: AskedCapture,
): EarlierCapture => {
  const attempts = attemptsOf(order, asked.setName);
  const standing =
    attempts.standing ??
    attemptsOf(order, asked.writtenSetName).standing ??
    standingUnderKey(order, target, asked);
  return standing === undefined
    ? { kind: 'none', failedAttempts: attempts.failed }
    : { kind: 'standing', captureId: standing };
};

const attemptsOf = (
  order: Order,
  setName: string,
): { readonly failed: number; readonly standing: string | undefined } => {
  for (let failed = 0; ; failed += 1) {
    const captureId = answerTo(order, 'capture', keyOfSet(setName, failed))?.captureId;
    if (captureId === undefined || stands(order, captureId)) return { failed, standing: captureId };
  }
};

const stands = ({ captures }: Order, captureId: string): boolean =>
  captures.get(captureId)?.status !== 'failed';

/** Of a caller that gave the first of two equal requests a key. */
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
