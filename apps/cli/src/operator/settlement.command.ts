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

/**
 * Creates a command about one settlement, with the argument and options that identify the
 * settlement.
 */
const ofOne = (name: string): Command =>
  new Command(name)
    .argument('<settlement>', 'settlement id, or the number that it has in its store')
    .option('--store <id>', 'whose number it is')
    .option('--currency <code>', 'of which currency, if the store has that number in several');

interface SettlementOwner {
  readonly store?: string;
  readonly currency?: string;
}

/**
 * The commands that change settlements. `cut` closes a settlement at once. Usually the worker does
 * so, when a settlement is due by the schedule of its store.
 */
const changes = (finish: Finish): Command[] => {
  const cut = new Command('cut')
    .description('Settle now what was captured and refunded since the last settlement')
    .requiredOption('--store <id>', 'store id')
    .option('--currency <code>', "ISO 4217 code; the store's if left out")
    .option('--json', 'answer in JSON')
    .action(async (options: CutOptions) => {
      finish(await settlementCut(options));
    });
  const paidOut = ofOne('paid-out')
    .description('Record that a settlement was paid to the merchant')
    .requiredOption('--reference <text>', 'how the bank knows the payment')
    .option('--date <day>', "the bank's date, such as 2026-03-31; today if left out")
    .option('--json', 'answer in JSON')
    .action(async (name: string, options: PaidOutOptions & SettlementOwner) => {
      finish(await settlementPaidOut({ ...options, name }, options));
    });
  const reversePayout = ofOne('reverse-payout')
    .description('Take a payout back that did not come about; it can be recorded anew')
    .requiredOption('--reason <text>', 'why; it stays in the log')
    .option('--json', 'answer in JSON')
    .action(async (name: string, options: ReversePayoutOptions & SettlementOwner) => {
      finish(await settlementReversePayout({ ...options, name }, options));
    });
  const correct = ofOne('correct')
    .description(
      'Correct a statement that is not what the log says; the figures are made from the log',
    )
    .requiredOption('--reason <text>', 'why; it stays in the log')
    .option('--json', 'answer in JSON')
    .action(async (name: string, options: CorrectOptions & SettlementOwner) => {
      finish(await settlementCorrect({ ...options, name }, options));
    });
  return [cut, paidOut, reversePayout, correct];
};

const reads = (finish: Finish): Command[] => {
  const list = new Command('list')
    .description("A store's settlements, the newest first")
    .requiredOption('--store <id>', 'store id')
    .option('--json', 'a line of JSON each')
    .action(async ({ store, json = false }: { store: string; json?: boolean }) => {
      finish(await settlementList(store, json));
    });
  const show = ofOne('show')
    .description('One settlement')
    .option('--json', 'answer in JSON')
    .action(
      async (name: string, { json = false, ...whose }: { json?: boolean } & SettlementOwner) => {
        finish(await settlementShow({ ...whose, name }, json));
      },
    );
  return [list, show];
};

export const settlementCommand = (finish: Finish): Command =>
  [...changes(finish), ...reads(finish)].reduce(
    (parent, command) => parent.addCommand(command),
    new Command('settlement').description('Settlements'),
  );
