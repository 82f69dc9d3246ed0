import { canonicalJson } from '../canonical-json.js';
import { VersionedMap } from '../collections/versioned-map.js';
import {
  leftOver,
  type SettlementAccount,
  type SettlementState,
  SettlementViolated,
} from './settlement-account.js';
import {
  type RecordedSettlementChange,
  type SettlementClosed,
  type SettlementCorrected,
  type SettlementEvent,
  type SettlementPaidOut,
  type SettlementPayoutReversed,
  type SettlementStated,
  settlementIdOf,
  totalsIn,
} from './settlement-events.js';

/**
 * The settlements of one store in one currency after one more event. Throws `SettlementViolated` on
 * an event that cannot follow.
 */
export const evolveSettlement = (
  account: SettlementAccount | undefined,
  event: RecordedSettlementChange,
): SettlementAccount => {
  const after = changed(account, event);
  return { ...after, answers: answersAfter(after, event) };
};

const changed = (
  account: SettlementAccount | undefined,
  event: RecordedSettlementChange,
): SettlementAccount => {
  if (event.type === 'SettlementClosed') return closed(account, event);
  const found = account?.settlements.get(event.data.settlementId);
  if (account === undefined || found === undefined)
    throw violated(event, 'the settlement was not closed');
  const next = { ...account, revision: account.revision + 1 };
  switch (event.type) {
    case 'SettlementStated':
      return stated(next, found, event);
    case 'SettlementCorrected':
      return corrected(next, found, event);
    case 'SettlementPaidOut':
      return paidOut(next, found, event);
    case 'SettlementPayoutReversed':
      return payoutReversed(next, found, event);
  }
};

const closed = (
  account: SettlementAccount | undefined,
  event: SettlementClosed,
): SettlementAccount => {
  const { storeId, currency, number, settlementId } = event.data;
  if (number !== (account?.last.number ?? 0) + 1)
    throw violated(event, `number ${number} is not the next`);
  if (settlementId !== settlementIdOf(event.data))
    throw violated(event, 'its id is not derived from its number');
  return {
    storeId,
    currency,
    revision: (account?.revision ?? -1) + 1,
    last: event.data,
    stated: account?.stated ?? 0,
    carry: account?.carry ?? 0,
    settlements: (account?.settlements ?? VersionedMap.empty<SettlementState>()).with(
      settlementId,
      { settlementId, number, closed: event.data },
    ),
    answers: account?.answers ?? VersionedMap.empty(),
  };
};

const stated = (
  account: SettlementAccount,
  settlement: SettlementState,
  event: SettlementStated,
): SettlementAccount => {
  const figures = totalsIn(event.data);
  if (settlement.number !== account.stated + 1)
    throw violated(event, 'it is not the next to be stated');
  const after = { ...settlement, figures, ingoingDue: account.carry };
  return withSettlement({ ...account, stated: settlement.number, carry: 0 }, settlement, after);
};

const corrected = (
  account: SettlementAccount,
  settlement: SettlementState,
  event: SettlementCorrected,
): SettlementAccount => {
  const { corrects, paid } = event.data;
  const { figures, payout } = settlement;
  if (figures === undefined) throw violated(event, 'the settlement was not stated');
  if (canonicalJson(totalsIn(corrects)) !== canonicalJson(figures))
    throw violated(event, 'it corrects other figures than those in force');
  if (paid !== payout?.amount) throw violated(event, 'another amount was paid out');
  return withSettlement(account, settlement, { ...settlement, figures: totalsIn(event.data) });
};

/**
 * The settlements of a store in one currency after one of them changed. If the changed settlement
 * now leaves a different balance for the next statement than before, `carry` changes by the
 * difference.
 */
const withSettlement = (
  account: SettlementAccount,
  before: SettlementState,
  after: SettlementState,
): SettlementAccount => ({
  ...account,
  carry: account.carry + leftOverBy(after) - leftOverBy(before),
  settlements: account.settlements.with(after.settlementId, after),
});

const leftOverBy = ({ figures, payout }: SettlementState): number =>
  leftOver(figures?.total, payout?.amount);

const paidOut = (
  account: SettlementAccount,
  settlement: SettlementState,
  event: SettlementPaidOut,
): SettlementAccount => {
  if (settlement.figures?.total !== event.data.amount || settlement.payout !== undefined)
    throw violated(event, 'it was paid out before, or is of another total');
  return withSettlement(account, settlement, { ...settlement, payout: event.data });
};

const payoutReversed = (
  account: SettlementAccount,
  before: SettlementState,
  event: SettlementPayoutReversed,
): SettlementAccount => {
  const { amount, reference } = event.data;
  const { payout, ...after } = before;
  if (payout?.amount !== amount || payout.reference !== reference)
    throw violated(event, 'no payout of this amount and reference stands');
  return withSettlement(account, before, after);
};

const answersAfter = (
  account: SettlementAccount,
  { cause, data }: RecordedSettlementChange,
): SettlementAccount['answers'] => {
  const { idempotencyKey, fingerprint, correlationId, action } = cause;
  if (idempotencyKey === undefined) return account.answers;
  return account.answers.with(`${action} ${idempotencyKey}`, {
    fingerprint,
    revision: account.revision,
    settlementId: data.settlementId,
    ...(correlationId !== undefined && { correlationId }),
  });
};

const violated = ({ type, data }: SettlementEvent, why: string) =>
  new SettlementViolated(data.settlementId, `${type} cannot follow: ${why}`);
