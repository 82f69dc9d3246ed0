import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { cutNow, SettlementRepository } from '#event-log';
import type { CutMade, EventStore } from '#event-log';
import { PositionWatch, SettlementQueries } from '#read-models';
import { eventStoreToken } from '../parts/part-tokens.js';
import { WaitingReads } from '../queries/waiting-reads.js';
import type { CommandRequest } from './command-request.js';
import { CutSettlement } from './cut-settlement.command.js';
import { originOf } from './origin-of.js';

const waitMsMax = 5_000;

@CommandHandler(CutSettlement)
export class CutSettlementHandler implements ICommandHandler<CutSettlement> {
  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    private readonly settlements: SettlementRepository,
    private readonly heads: SettlementQueries,
    private readonly positions: PositionWatch,
    private readonly waiting: WaitingReads,
  ) {}

  execute({ request, account }: CutSettlement): Promise<CutMade> {
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
