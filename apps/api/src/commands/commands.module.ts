import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CaptureOrderHandler } from './capture-order.handler.js';
import { CustomerSealing } from './customer-sealing.js';
import { RegisterOrderHandler } from './register-order.handler.js';

/** The commands the contracts dispatch on Nest's `CommandBus`. */
@Module({
  imports: [CqrsModule.forRoot()],
  providers: [CaptureOrderHandler, CustomerSealing, RegisterOrderHandler],
  exports: [CqrsModule],
})
export class CommandsModule {}
