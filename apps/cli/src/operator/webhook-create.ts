import { Command } from 'commander';
import { StoreDirectory } from '#access';
import { connectEventStore } from '#event-log';
import { loadSettings } from '#runtime';
import type { Settings } from '#runtime';
import { endpointRefused, webhookEventNamed, webhookEvents, webhookFormats } from '#webhooks';
import type { EndpointCreated, NewEndpoint, WebhookEvent } from '#webhooks';
import { eventStoreUrlOf } from '../connections.js';
import { exitCode, type Finish, WrongUsage } from '../exit-code.js';
import { listOf } from './option-values.js';
import { printFault, printJson, printLines } from './print.js';
import { withWebhooks } from './with-database.js';

interface Options {
  readonly kind: string;
  readonly url: string;
  readonly stores: string;
  readonly events?: string;
  readonly json?: boolean;
}

type WebhookDraft = Pick<NewEndpoint, 'kind' | 'url' | 'stores' | 'events'>;

const kindOf = (text: string): string => {
  const kind = webhookFormats.kinds.find((known) => known === text);
  if (kind === undefined)
    throw new WrongUsage(`--kind must be one of ${webhookFormats.kinds.join(', ')}`);
  return kind;
};

const eventsOf = (text: string | undefined): readonly WebhookEvent[] => {
  if (text === undefined) return webhookEvents;
  const names = listOf(text);
  if (names.length === 0)
    throw new WrongUsage('--events must name at least one event; leave it out for all');
  return names.map((name) => {
    const event = webhookEventNamed(name);
    if (event !== undefined) return event;
    throw new WrongUsage(`--events: "${name}" is none of ${webhookEvents.join(', ')}`);
  });
};

const draftOf = (options: Options, settings: Settings): WebhookDraft => {
  const { url } = options;
  const allowPrivateTargets = settings.webhookAllowPrivateTargets;
  const why = endpointRefused(url, { allowPrivateTargets });
  if (why !== undefined) throw new WrongUsage(`--url: ${why}`);
  const stores = listOf(options.stores);
  if (stores.length === 0) throw new WrongUsage('--stores must name at least one store');
  return { kind: kindOf(options.kind), url, stores, events: eventsOf(options.events) };
};

const endOfLog = async (settings: Settings): Promise<bigint> => {
  const eventStore = connectEventStore(eventStoreUrlOf(settings));
  try {
    return (await eventStore.lastPosition()) ?? -1n;
  } finally {
    await eventStore.dispose();
  }
};

const create = async (asked: WebhookDraft, settings: Settings): Promise<EndpointCreated | string> =>
  withWebhooks(settings, async ({ endpoints, pool }) => {
    const stores = new StoreDirectory(pool);
    for (const storeId of asked.stores) {
      if ((await stores.find(storeId)) === undefined) return storeId;
    }
    const beginsAfter = await endOfLog(settings);
    return endpoints.create({ ...asked, createdBy: 'operator', beginsAfter });
  });

export const createWebhook = (finish: Finish): Command =>
  new Command('create')
    .description('Create a webhook; its secret is shown once')
    .requiredOption('--kind <kind>', webhookFormats.kinds.join(' or '))
    .requiredOption('--url <url>', 'the URL that receives the messages')
    .requiredOption('--stores <ids>', 'stores whose events are sent, comma separated')
    .option('--events <names>', `any of ${webhookEvents.join(', ')}; all if left out`)
    .option('--json', 'answer in JSON')
    .action(async (options: Options) => {
      const settings = loadSettings();
      const created = await create(draftOf(options, settings), settings);
      if (typeof created === 'string' || created.kind !== 'created') {
        const store = typeof created === 'string' ? created : undefined;
        printFault(store === undefined ? 'There are too many webhooks.' : `No store "${store}".`);
        finish(exitCode.fault);
        return;
      }
      const { endpoint, secret } = created;
      if (options.json) printJson({ ...endpoint, secret });
      else {
        printLines([
          `Webhook  ${endpoint.endpointId}`,
          `Secret   ${secret}  (not shown again)`,
          `Events   ${endpoint.events.join(', ')}`,
        ]);
      }
    });
