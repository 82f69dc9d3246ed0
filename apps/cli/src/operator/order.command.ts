import { Command } from 'commander';
import type { Finish } from '../exit-code.js';
import { orderDamaged } from './order-damaged.js';
import { orderHistory } from './order-history.js';
import { orderRepair, type RepairOptions } from './order-repair.js';
import { orderStory } from './order-story.js';
import { orderShow } from './order-show.js';

interface Options {
  readonly json?: boolean;
  readonly store?: string;
}

/** The operator's look at one order, without a client and without its stores' borders. */
export const orderCommand = (finish: Finish): Command => {
  const show = new Command('show')
    .description('The order as the read model has it')
    .argument('<order>', 'order id, or order number')
    .option('--store <id>', 'whose order number it is, if several stores have it')
    .option('--json', 'answer in JSON')
    .action(async (name: string, { json = false, store }: Options) => {
      finish(await orderShow({ name, store }, json));
    });
  const history = new Command('history')
    .description("The order's events, from the log")
    .argument('<order>', 'order id, or order number')
    .option('--store <id>', 'whose order number it is, if several stores have it')
    .option('--json', 'one line of JSON for each event')
    .action(async (name: string, { json = false, store }: Options) => {
      finish(await orderHistory({ name, store }, json));
    });
  const damaged = new Command('damaged')
    .description('Orders with an event that cannot be read or applied, and what is wrong with it')
    .option('--json', 'one line of JSON for each')
    .action(async ({ json = false }: Options) => {
      finish(await orderDamaged(json));
    });
  const repair = new Command('repair')
    .description('Show damaged orders again, once their events can be read')
    .argument('[orders...]', 'order ids, or order numbers')
    .option('--store <id>', 'whose order numbers they are, if several stores have them')
    .option('--all', 'all that are damaged')
    .action(async (names: string[], options: RepairOptions) => {
      finish(await orderRepair(names, options));
    });
  const story = new Command('story')
    .description('The order on paper: rows, VAT, history, settlements and payouts')
    .argument('<order>', 'order id, or order number')
    .option('--store <id>', 'whose order number it is, if several stores have it')
    .requiredOption('--pdf <file>', 'the file to write; one that is there is kept')
    .action(
      async (name: string, { pdf, store }: { readonly pdf: string; readonly store?: string }) => {
        finish(await orderStory({ name, store }, pdf));
      },
    );
  return [show, history, story, damaged, repair].reduce(
    (orders, each) => orders.addCommand(each),
    new Command('order').description('Orders'),
  );
};
