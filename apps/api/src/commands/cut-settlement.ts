import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { cutNow, SettlementRepository } from '#event-log';
import type { CutResult, EventStore } from '#event-log';
import { PositionWatch, SettlementQueries } from '#read-models';
import { eventStoreToken } from '../services/service-tokens.js';
import { WaitingReads } from '../queries/waiting-reads.js';
import { originOf, type CommandRequest } from './command-request.js';
const waitMsMax = 5_000;

/**
 * Cuts a store's settlement now instead of at its next scheduled time. The caller must have
 * permission for the store.
 */
export class CutSettlement extends Command<CutResult> {
  constructor(
    readonly request: CommandRequest,
    readonly account: {
      readonly storeId: string;
      readonly currency: string;
      readonly timeZone: string;
    },
  ) {
    super();
  }
}

@CommandHandler(CutSettlement)
export class CutSettlementHandler implements ICommandHandler<CutSettlement> {
  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    private readonly settlements: SettlementRepository,
    private readonly heads: SettlementQueries,
    private readonly positions: PositionWatch,
    private readonly waiting: WaitingReads,
  ) {}

  execute({ request, account }: CutSettlement): Promise<CutResult> {
    const { storeId, currency, timeZone } = account;
    const { eventStore, settlements, heads } = this;
    const { idempotencyKey, at } = request;
    return cutNow(
      { eventStore, settlements, heads, reaches: (position) => this.reaches(request, position) },
      {
        stream: { storeId, currency },
        timeZone,
        at,
        origin: { ...originOf(request), storeId },
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      },
    );
  }

  private async reaches({ caller }: CommandRequest, position: bigint): Promise<boolean> {
    if (this.positions.reached >= position) return true;
    const wait = () => this.positions.waitFor(position, waitMsMax);
    return (await this.waiting.during(caller.clientId, wait)) >= position;
  }
}
