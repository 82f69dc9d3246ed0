import { Command } from 'commander';
import type { Pool } from 'pg';
import { loadSettings, migrate } from '#runtime';
import { DeliveryLog, deliveryStatuses, webhookMigrations } from '#webhooks';
import type { DeliveryStatus } from '#webhooks';
import { exitCode } from '../exit-code.js';
import type { Finish } from '../exit-code.js';
import { WrongUsage } from '../wrong-usage.js';
import { deliveryLine } from './delivery-line.js';
import { printFault, printJson, printLines } from './print.js';
import { createWebhook } from './webhook-create.js';
import { listWebhooks, removeWebhook } from './webhook-list.js';
import { assertWebhookId } from './webhook-id.js';
import { withDatabase } from './with-database.js';

interface Options {
  readonly json?: boolean;
  readonly status?: string;
}

const deliveriesMax = 1_000;

const onDeliveries = async <Result>(task: (log: DeliveryLog) => Promise<Result>): Promise<Result> =>
  withDatabase(loadSettings(), async (pool: Pool) => {
    await migrate(pool, [webhookMigrations]);
    return task(new DeliveryLog(pool));
  });

const statusOf = (text: string | undefined): DeliveryStatus | undefined => {
  const status = deliveryStatuses.find((known) => known === text);
  if (text !== undefined && status === undefined) {
    throw new WrongUsage(`--status: one of ${deliveryStatuses.join(', ')}`);
  }
  return status;
};

const deliveriesCommand = (): Command =>
  new Command('deliveries')
    .description(`Show the newest ${deliveriesMax} messages to a webhook`)
    .argument('<id>', 'webhook id')
    .option('--status <status>', `one of ${deliveryStatuses.join(', ')}`)
    .option('--json', 'answer in JSON')
    .action(async (id: string, options: Options) => {
      const status = statusOf(options.status);
      const listing = {
        endpointId: assertWebhookId(id),
        limit: deliveriesMax,
        ...(status !== undefined && { status }),
      };
      const items = await onDeliveries(async (log) => log.list(listing));
      if (options.json) printJson({ items });
      else printLines(items.map(deliveryLine));
    });

const replayCommand = (finish: Finish): Command =>
  new Command('replay')
    .description('Send a message that is over again')
    .argument('<id>', 'webhook id')
    .argument('<deliveryId>', 'delivery id')
    .option('--json', 'answer in JSON')
    .action(async (id: string, deliveryId: string, { json }: Options) => {
      const [endpointId, delivery] = [assertWebhookId(id), assertWebhookId(deliveryId)];
      const replayed = await onDeliveries(async (log) => log.replay(endpointId, delivery));
      if (replayed.kind !== 'replayed') {
        printFault(replayed.kind === 'pending' ? 'It is pending.' : 'There is no such delivery.');
        finish(exitCode.fault);
      } else if (json) printJson(replayed.delivery);
      else printLines([deliveryLine(replayed.delivery)]);
    });

export const webhookCommand = (finish: Finish): Command =>
  new Command('webhook')
    .description('Webhooks and what became of their messages')
    .addCommand(createWebhook(finish))
    .addCommand(listWebhooks())
    .addCommand(removeWebhook(finish))
    .addCommand(deliveriesCommand())
    .addCommand(replayCommand(finish));
