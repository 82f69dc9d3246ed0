import { Module } from '@nestjs/common';
import { ActionWait } from './action-wait.js';
import { AkinonStores } from './akinon-numbers.js';
import { LoggedOrders, OrderCustomers } from './logged-orders.js';
import { OrderLookup, OrderNumbers } from './order-lookup.js';
import { OutcomeWait } from './outcome-wait.js';

const reads = [
  ...[ActionWait, AkinonStores, LoggedOrders, OrderCustomers, OrderLookup, OrderNumbers],
  OutcomeWait,
];

/** Read services that several contracts use. */
@Module({ providers: reads, exports: reads })
export class QueriesModule {}
