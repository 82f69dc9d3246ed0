import { Command } from 'commander';
import type { Finish } from '../exit-code.js';
import { settlementCut, type CutOptions } from './settlement-cut.js';
import { settlementPaidOut, type PaidOutOptions } from './settlement-paid-out.js';

/** Settlements by hand: those of a store's schedule are cut by the worker. */
export const settlementCommand = (finish: Finish): Command => {
  const cut = new Command('cut')
    .description('Settle now what was captured and refunded since the last settlement')
    .requiredOption('--store <id>', 'store id')
    .option('--currency <code>', "ISO 4217 code; the store's if left out")
    .option('--json', 'answer in JSON')
    .action(async (options: CutOptions) => {
      finish(await settlementCut(options));
    });
  const paidOut = new Command('paid-out')
    .description('Record that a settlement was paid to the merchant')
    .argument('<id>', 'settlement id')
    .requiredOption('--reference <text>', 'how the bank knows the payment')
    .option('--json', 'answer in JSON')
    .action(async (id: string, options: PaidOutOptions) => {
      finish(await settlementPaidOut(id, options));
    });
  return new Command('settlement').description('Settlements').addCommand(cut).addCommand(paidOut);
};
