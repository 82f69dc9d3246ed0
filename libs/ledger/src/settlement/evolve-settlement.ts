import { VersionedMap } from '../collections/versioned-map.js';

import type { SettlementAccount, SettlementState } from './settlement-account.js';
import type {
  RecordedSettlementChange,
  SettlementClosed,
  SettlementEvent,
  SettlementPaidOut,
  SettlementStated,
} from './settlement-events.js';
import { settlementIdOf } from './settlement-id-of.js';
import { SettlementViolated } from './settlement-violated.js';

/** Moves the settlements of a store and currency forward by one event. Throws `SettlementViolated`. */
export const evolveSettlement = (
  account: SettlementAccount | undefined,
  event: RecordedSettlementChange,
): SettlementAccount => {
  const moved = changed(account, event);
  return { ...moved, answers: remembered(moved, event) };
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
  return event.type === 'SettlementStated'
    ? stated(next, found, event)
    : paidOut(next, found, event);
};

const closed = (
  account: SettlementAccount | undefined,
  event: SettlementClosed,
): SettlementAccount => {
  const { storeId, currency, number, settlementId } = event.data;
  if (number !== (account?.last.number ?? 0) + 1) throw violated(event, `its number is ${number}`);
  if (settlementId !== settlementIdOf(event.data)) throw violated(event, 'its id is another');
  return {
    storeId,
    currency,
    revision: (account?.revision ?? -1) + 1,
    last: event.data,
    stated: account?.stated ?? 0,
    ...(account?.lastTotal !== undefined && { lastTotal: account.lastTotal }),
    settlements: (account?.settlements ?? VersionedMap.empty<SettlementState>()).with(
      settlementId,
      { settlementId, number },
    ),
    answers: account?.answers ?? VersionedMap.empty(),
  };
};

const stated = (
  account: SettlementAccount,
  settlement: SettlementState,
  event: SettlementStated,
): SettlementAccount => {
  const { settlementId, total } = event.data;
  if (settlement.number !== account.stated + 1)
    throw violated(event, 'it is not the next to be stated');
  return {
    ...account,
    stated: settlement.number,
    lastTotal: total,
    settlements: account.settlements.with(settlementId, { ...settlement, total }),
  };
};

const paidOut = (
  account: SettlementAccount,
  settlement: SettlementState,
  event: SettlementPaidOut,
): SettlementAccount => {
  if (settlement.total !== event.data.amount || settlement.paidOut)
    throw violated(event, 'it was paid out before, or is of another total');
  const after = { ...settlement, paidOut: true };
  return { ...account, settlements: account.settlements.with(settlement.settlementId, after) };
};

const remembered = (
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
