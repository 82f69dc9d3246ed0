import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AwaitActionHandler } from './await-action.handler.js';
import { FindOrderHandler } from './find-order.handler.js';

/** The queries the contracts ask on Nest's `QueryBus`. */
@Module({
  imports: [CqrsModule.forRoot()],
  providers: [AwaitActionHandler, FindOrderHandler],
  exports: [CqrsModule],
})
export class QueriesModule {}
