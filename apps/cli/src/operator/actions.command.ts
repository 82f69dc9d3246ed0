import { Command } from 'commander';
import { ActionLog } from '#event-log';
import type { ActionInLog } from '#event-log';
import { loadSettings } from '#runtime';
import { wholeNumberTo } from './option-values.js';
import { printJson, printList } from './print.js';
import { withEventStore } from './with-database.js';

interface Options {
  readonly json?: boolean;
  readonly limit: number;
  readonly by?: string;
  readonly action?: string;
}

const readAtOnce = 500;
const limitMax = 100_000;

const line = ({ at, action, outcome, by, from, target, code }: ActionInLog): string =>
  `${at}  ${outcome.padEnd(9)}  ${action}  by ${by} from ${from}  ${JSON.stringify(target)}${code === undefined ? '' : `  ${code}`}`;

/** Reads the entries of the audit trail that match the options, the newest first, up to `limit`. */
const newest = async (log: ActionLog, { limit, by, action }: Options): Promise<ActionInLog[]> => {
  const found: ActionInLog[] = [];
  let before: number | undefined;
  do {
    const read = await log.read({ before, entriesMax: readAtOnce });
    found.push(
      ...read.filter(
        (entry) =>
          (by === undefined || entry.by === by) &&
          (action === undefined || entry.action.includes(action)),
      ),
    );
    before = read.at(-1)?.revision ?? 0;
  } while (before > 0 && found.length < limit);
  return found.slice(0, limit);
};

/** `ledger actions`: the audit trail of administrative actions (docs/audit.md). */
export const actionsCommand = (): Command =>
  new Command('actions')
    .description('Show who did what: clients, stores, webhooks, payouts, erasures, failed log-ins')
    .option('--limit <number>', 'how many of the newest entries', wholeNumberTo(limitMax), 100)
    .option('--by <client>', 'only the actions of this client, or of `operator`')
    .option('--action <text>', 'only actions with this text in their name, such as "client"')
    .option('--json', 'answer in JSON')
    .action(async (options: Options) => {
      const items = await withEventStore(loadSettings(), async (eventStore) =>
        newest(new ActionLog(eventStore), options),
      );
      if (options.json) printJson({ items });
      else printList(items.map(line), 'The audit trail has no such entry.');
    });
