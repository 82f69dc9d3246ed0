import type { Provider, Type } from '@nestjs/common';
import type { Pool } from 'pg';
import { Outbox } from '#webhooks';
import { poolToken } from '../connections/connection-tokens.js';
import type { Duty } from '../leadership/duty.js';
import { Delivering } from './delivering.js';
import { Notifying } from './notifying.js';
import { ToldEvents } from './told-events.js';
import { webhookOptionsToken, type WebhookOptions } from './webhook-options.js';
import { WebhookWake } from './webhook-wake.js';

export const webhookDuties: readonly Type<Duty>[] = [Notifying, Delivering];

/** What these duties are made with. */
export const webhookProviders = (options: WebhookOptions): Provider[] => [
  ToldEvents,
  WebhookWake,
  { provide: webhookOptionsToken, useValue: options },
  { provide: Outbox, useFactory: (pool: Pool) => new Outbox(pool), inject: [poolToken] },
];
