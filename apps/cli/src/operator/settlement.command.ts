import { Command } from 'commander';
import type { Finish } from '../exit-code.js';
import { settlementCut, type CutOptions } from './settlement-cut.js';
import {
  settlementCorrect,
  settlementPaidOut,
  settlementReversePayout,
} from './settlement-change.js';
import type { CorrectOptions, PaidOutOptions, ReversePayoutOptions } from './settlement-change.js';
import { settlementList, settlementShow } from './settlement-show.js';

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
    .option('--date <day>', "the bank's date, such as 2026-03-31; today if left out")
    .option('--json', 'answer in JSON')
    .action(async (id: string, options: PaidOutOptions) => {
      finish(await settlementPaidOut(id, options));
    });
  const reversePayout = new Command('reverse-payout')
    .description('Take a payout back that did not come about; it can be recorded anew')
    .argument('<id>', 'settlement id')
    .requiredOption('--reason <text>', 'why; it stays in the log')
    .option('--json', 'answer in JSON')
    .action(async (id: string, options: ReversePayoutOptions) => {
      finish(await settlementReversePayout(id, options));
    });
  const correct = new Command('correct')
    .description(
      'Correct a statement that is not what the log says; the figures are made from the log',
    )
    .argument('<id>', 'settlement id')
    .requiredOption('--reason <text>', 'why; it stays in the log')
    .option('--json', 'answer in JSON')
    .action(async (id: string, options: CorrectOptions) => {
      finish(await settlementCorrect(id, options));
    });
  const list = new Command('list')
    .description("A store's settlements, the newest first")
    .requiredOption('--store <id>', 'store id')
    .option('--json', 'a line of JSON each')
    .action(async ({ store, json = false }: { store: string; json?: boolean }) => {
      finish(await settlementList(store, json));
    });
  const show = new Command('show')
    .description('One settlement')
    .argument('<id>', 'settlement id')
    .option('--json', 'answer in JSON')
    .action(async (id: string, { json = false }: { json?: boolean }) => {
      finish(await settlementShow(id, json));
    });
  return [cut, paidOut, reversePayout, correct, list, show].reduce(
    (parent, command) => parent.addCommand(command),
    new Command('settlement').description('Settlements'),
  );
};
