import { Module } from '@nestjs/common';
import { QueriesModule } from '../../../queries/queries.module.js';
import { ActionsController, AuditController, IdentityController } from './audit.controller.js';
import { ClientsController } from './clients.controller.js';
import { KeysController } from './keys.controller.js';
import { CustomersController } from './customers.controller.js';
import { EventsController } from './events.controller.js';
import { NamedWebhooks } from './named-webhooks.js';
import { OpenFeeds } from './open-feeds.js';
import { StoresController } from './stores.controller.js';
import { VerificationsController } from './verifications.controller.js';
import { DeliveriesController, WebhooksController } from './webhooks.controller.js';

/** Administration: who may call, stores, erasure, webhooks, and evidence for auditors. */
@Module({
  imports: [QueriesModule],
  controllers: [
    EventsController,
    ActionsController,
    AuditController,
    VerificationsController,
    IdentityController,
    ClientsController,
    KeysController,
    StoresController,
    CustomersController,
    WebhooksController,
    DeliveriesController,
  ],
  providers: [NamedWebhooks, OpenFeeds],
})
export class LedgerAdministrationModule {}
