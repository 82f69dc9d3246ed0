import { createHmac, timingSafeEqual } from 'node:crypto';

const tickSeconds = 43_200;
const characters = 10;

const tickOf = (at: number): number => Math.ceil(at / tickSeconds);

const nonceOfTick = (key: Uint8Array, session: string, tick: number): string =>
  createHmac('sha256', key).update(`${tick}|${session}`).digest('hex').slice(0, characters);

/**
 * Makes the nonce of a session. `session` is the customer's reference, or '' for all visitors; `at`
 * is in seconds since 1970.
 */
export const makeNonce = (key: Uint8Array, session: string, at: number): string =>
  nonceOfTick(key, session, tickOf(at));

/** True if the nonce was made in the current period of 12 hours or in the one before. */
export const isNonce = (
  keys: readonly Uint8Array[],
  { nonce, session, at }: { readonly nonce: string; readonly session: string; readonly at: number },
): boolean => {
  const given = Buffer.from(nonce);
  if (given.length !== characters) return false;
  const tick = tickOf(at);
  const valid = keys.flatMap((key) =>
    [tick, tick - 1].map((one) => Buffer.from(nonceOfTick(key, session, one))),
  );
  return valid.map((one) => timingSafeEqual(one, given)).includes(true);
};
