import { Command } from 'commander';
import type { Finish } from '../exit-code.js';
import { orderHistory } from './order-history.js';
import { orderShow } from './order-show.js';

interface Options {
  readonly json?: boolean;
}

/** The operator's look at one order, without a client and without its stores' borders. */
export const orderCommand = (finish: Finish): Command => {
  const show = new Command('show')
    .description('The order as the read model has it')
    .argument('<id>', 'order id')
    .option('--json', 'answer in JSON')
    .action(async (id: string, { json = false }: Options) => {
      finish(await orderShow(id, json));
    });
  const history = new Command('history')
    .description("The order's events, from the log")
    .argument('<id>', 'order id')
    .option('--json', 'one line of JSON for each event')
    .action(async (id: string, { json = false }: Options) => {
      finish(await orderHistory(id, json));
    });
  return new Command('order').description('Orders').addCommand(show).addCommand(history);
};
