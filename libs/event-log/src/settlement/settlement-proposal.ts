import { NO_STREAM } from '@eventstore/db-client';
import type { SettlementDecision } from '#ledger';
import { sealEvent } from '../chain/linked-event.js';
import type { Proposal } from '../order/proposal.js';
import type { LoadedAccount } from './load-account.js';
import { settlementEventSchemas } from './settlement-event-schemas.js';
import type { SettlementExecution } from './settlement-execution.js';
import { settlementStreamOf } from './settlement-stream-of.js';

type Accepted = Extract<SettlementDecision, { readonly kind: 'accepted' }>;

/** The event of an accepted command, with metadata and chain as an order's event has them, to stand right behind `loaded`. */
export const settlementProposal = (
  { stream, actionId, origin }: SettlementExecution,
  { event: { type, data }, cause }: Accepted,
  { account, chain }: LoadedAccount,
): Proposal => {
  const metadata = {
    schemaVersion: settlementEventSchemas[type].length + 1,
    action: cause.action,
    fingerprint: cause.fingerprint,
    idempotencyKey: cause.idempotencyKey,
    clientId: origin.clientId,
    storeId: stream.storeId,
    contract: origin.contract,
    endpoint: origin.endpoint,
    correlationId: origin.correlationId,
    causationId: actionId,
    recordedAt: origin.recordedAt,
    traceparent: origin.traceparent,
  };
  const revision = account?.revision ?? -1;
  return {
    streamId: settlementStreamOf(stream),
    events: [sealEvent(chain, { type, data, metadata }).event],
    expectedRevision: account === undefined ? NO_STREAM : BigInt(revision),
    firstRevision: revision + 1,
  };
};
