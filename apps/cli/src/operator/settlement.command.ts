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
    .argument('<settlement>', 'settlement id, or its number within the store')
    .option('--store <id>', 'the store of the settlement, if its number is given')
    .option(
      '--currency <code>',
      'the currency of the settlement, if the store has this number in several currencies',
    );

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
    .description('Settle now all captures and refunds since the last settlement')
    .requiredOption('--store <id>', 'store id')
    .option('--currency <code>', "ISO 4217 code; default: the store's currency")
    .option('--json', 'answer in JSON')
    .action(async (options: CutOptions) => {
      finish(await settlementCut(options));
    });
  const paidOut = ofOne('paid-out')
    .description('Record that a settlement was paid to the merchant')
    .requiredOption('--reference <text>', "the bank's reference of the payment")
    .option('--date <day>', "the bank's date, such as 2026-03-31; default: today")
    .option('--json', 'answer in JSON')
    .action(async (name: string, options: PaidOutOptions & SettlementOwner) => {
      finish(await settlementPaidOut({ ...options, name }, options));
    });
  const reversePayout = ofOne('reverse-payout')
    .description('Reverse a payout that failed; a new payout can then be recorded')
    .requiredOption('--reason <text>', 'the reason; it is kept in the log')
    .option('--json', 'answer in JSON')
    .action(async (name: string, options: ReversePayoutOptions & SettlementOwner) => {
      finish(await settlementReversePayout({ ...options, name }, options));
    });
  const correct = ofOne('correct')
    .description(
      'Correct a statement that differs from the log; the new figures are computed from the log',
    )
    .requiredOption('--reason <text>', 'the reason; it is kept in the log')
    .option('--json', 'answer in JSON')
    .action(async (name: string, options: CorrectOptions & SettlementOwner) => {
      finish(await settlementCorrect({ ...options, name }, options));
    });
  return [cut, paidOut, reversePayout, correct];
};

const reads = (finish: Finish): Command[] => {
  const list = new Command('list')
    .description("List a store's settlements, the newest first")
    .requiredOption('--store <id>', 'store id')
    .option('--json', 'one line of JSON for each')
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
