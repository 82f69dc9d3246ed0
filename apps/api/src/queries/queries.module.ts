import { Module } from '@nestjs/common';
import { ActionWait } from './action-wait.js';
import { OrderLookup } from './order-lookup.js';

/** The reads that several contracts share. */
@Module({ providers: [ActionWait, OrderLookup], exports: [ActionWait, OrderLookup] })
export class QueriesModule {}
