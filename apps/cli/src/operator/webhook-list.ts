import { Command } from 'commander';
import { loadSettings } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { Finish } from '../exit-code.js';
import { printFault, printJson, printLines } from './print.js';
import { assertWebhookId } from './webhook-id.js';
import { withWebhooks } from './with-webhooks.js';

interface Options {
  readonly json?: boolean;
}

export const listWebhooks = (): Command =>
  new Command('list')
    .description('Show all webhooks')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: Options) => {
      const items = await withWebhooks(loadSettings(), async ({ endpoints }) => endpoints.list());
      if (json) printJson({ items });
      else {
        const lines = items.map(
          ({ endpointId, kind, url, stores }) =>
            `${endpointId}  ${kind}  ${url}  ${stores.join(',')}`,
        );
        printLines(lines);
      }
    });

export const removeWebhook = (finish: Finish): Command =>
  new Command('remove')
    .description('Remove a webhook; its deliveries go with it')
    .argument('<id>', 'webhook id')
    .option('--json', 'answer in JSON')
    .action(async (id: string, { json }: Options) => {
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
