import { Command } from 'commander';
import type { Pool } from 'pg';
import { isUuid } from '#ledger';
import { loadSettings, migrate, printable } from '#runtime';
import {
  type Delivery,
  DeliveryLog,
  type DeliveryStatus,
  deliveryStatuses,
  webhookMigrations,
} from '#webhooks';
import { exitCode, type Finish, NotThere, WrongUsage } from '../exit-code.js';
import { printFault, printJson, printLines, printList } from './print.js';
import { createWebhook } from './webhook-create.js';
import { withDatabase, withWebhooks } from './with-database.js';

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
    throw new WrongUsage(`--status must be one of ${deliveryStatuses.join(', ')}`);
  }
  return status;
};

const noDelivery = (status: DeliveryStatus | undefined): string =>
  status === undefined
    ? 'No message was made for this webhook yet, or all were deleted after WEBHOOK_RETENTION_DAYS.'
    : `No message to this webhook has the status ${status}.`;

const assertWebhookThere = async (endpointId: string): Promise<void> => {
  const webhook = await withWebhooks(loadSettings(), async ({ endpoints }) =>
    endpoints.find(endpointId),
  );
  if (webhook === undefined) throw new NotThere('There is no such webhook.');
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
      if (items.length === 0) await assertWebhookThere(listing.endpointId);
      if (options.json) printJson({ items });
      else printList(items.map(deliveryLine), noDelivery(status));
    });

const replayCommand = (finish: Finish): Command =>
  new Command('replay')
    .description('Send a finished message once more')
    .argument('<id>', 'webhook id')
    .argument('<deliveryId>', 'delivery id')
    .option('--json', 'answer in JSON')
    .action(async (id: string, deliveryId: string, { json }: Options) => {
      const [endpointId, delivery] = [assertWebhookId(id), assertWebhookId(deliveryId)];
      const replayed = await onDeliveries(async (log) => log.replay(endpointId, delivery));
      if (replayed.kind !== 'replayed') {
        printFault(
          replayed.kind === 'pending'
            ? 'The delivery is still pending, so it cannot be sent again.'
            : 'There is no such delivery.',
        );
        finish(exitCode.fault);
      } else if (json) printJson(replayed.delivery);
      else printLines([deliveryLine(replayed.delivery)]);
    });

export const webhookCommand = (finish: Finish): Command =>
  new Command('webhook')
    .description('Manage webhooks and show the deliveries of their messages')
    .addCommand(createWebhook(finish))
    .addCommand(listWebhooks())
    .addCommand(removeWebhook(finish))
    .addCommand(deliveriesCommand())
    .addCommand(replayCommand(finish));

interface ListOptions {
  readonly json?: boolean;
}

export const listWebhooks = (): Command =>
  new Command('list')
    .description('Show all webhooks')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: ListOptions) => {
      const items = await withWebhooks(loadSettings(), async ({ endpoints }) => endpoints.list());
      if (json) printJson({ items });
      else {
        const lines = items.map(
          ({ endpointId, kind, url, stores }) =>
            `${endpointId}  ${kind}  ${url}  ${stores.join(',')}`,
        );
        printList(lines, 'There is no webhook yet.');
      }
    });

export const removeWebhook = (finish: Finish): Command =>
  new Command('remove')
    .description('Remove a webhook and its deliveries')
    .argument('<id>', 'webhook id')
    .option('--json', 'answer in JSON')
    .action(async (id: string, { json }: ListOptions) => {
      const endpointId = assertWebhookId(id);
      const settings = loadSettings();
      const removed = await withWebhooks(settings, async ({ endpoints }) =>
        endpoints.remove(endpointId),
      );
      if (!removed) {
        printFault('There is no such webhook.');
        finish(exitCode.fault);
      } else if (json) printJson({ removed: endpointId });
      else printLines([`Removed  ${endpointId}`]);
    });

/**
 * The line that describes a delivery: its status, the number of attempts, and the times of the last
 * and the next attempt.
 */
export const deliveryLine = (delivery: Delivery): string => {
  const { deliveryId, position, event, status, attempts, lastStatus, lastError } = delivery;
  const { lastAttemptAt, nextAttemptAt } = delivery;
  const outcome = lastStatus ?? lastError;
  return [
    ...[deliveryId, position, event, `${status} (${attempts})`],
    ...(outcome === undefined ? [] : [printable(String(outcome))]),
    ...(lastAttemptAt === undefined ? [] : [`last ${lastAttemptAt}`]),
    ...(nextAttemptAt === undefined ? [] : [`next ${nextAttemptAt}`]),
  ].join('  ');
};

/**
 * Returns the id of a webhook or delivery in lower case. Throws `WrongUsage` if the id is not a
 * UUID.
 */
export const assertWebhookId = (id: string): string => {
  if (!isUuid(id)) throw new WrongUsage(`"${id}" is not a UUID`);
  return id.toLowerCase();
};
