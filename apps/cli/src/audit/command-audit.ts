import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { Command } from 'commander';
import type { ActionDetail, ActionOutcome, RecordedAction } from '#event-log';
import { loadSettings } from '#runtime';
import { exitCode, type ExitCode } from '../exit-code.js';
import { printFault } from '../operator/print.js';

/** Returns the full name of a command without the program, such as `client create`. */
export const nameOf = (command: Command): string => {
  const parent = command.parent;
  const above = parent === null || parent.parent === null ? '' : `${nameOf(parent)} `;
  return `${above}${command.name()}`;
};

/** The operator of a command: account and machine, such as `anna@host`. */
const operator = (): string => {
  const account = (): string => {
    try {
      return userInfo().username;
    } catch {
      // In a container, the user id may not belong to any account, so the id itself is used.
      return String(process.getuid?.() ?? '');
    }
  };
  return `${account()}@${hostname()}`;
};

/**
 * Returns true if a command was called with `--list`, as in `erase --list`. Such a call changes
 * nothing.
 */
const onlyShows = (command: Command): boolean =>
  command.opts<Record<string, unknown>>()['list'] === true;

/**
 * Writes an action into the audit trail. The modules of the event log are loaded only when this
 * function is called, because most commands do not need them.
 */
const record = async (action: RecordedAction): Promise<void> => {
  const { ActionLog } = await import('#event-log');
  const { withEventStore } = await import('../operator/with-database.js');
  await withEventStore(loadSettings(), async (log) => new ActionLog(log).record(action));
};

type CommandOutcome = Pick<RecordedAction, 'code'> & { readonly outcome: ActionOutcome };

/**
 * Returns the outcome of a command for the audit trail. Wrong usage is recorded as a refusal with
 * the code VALIDATION_ERROR, as for a wrong request to the API. Error messages are not recorded,
 * because they may name a customer.
 */
export const outcomeOf = (code: ExitCode, hasThrown: boolean): CommandOutcome => {
  if (code === exitCode.done) return { outcome: 'done' };
  if (code === exitCode.usedWrongly) return { outcome: 'refused', code: 'VALIDATION_ERROR' };
  return { outcome: hasThrown ? 'failed' : 'refused' };
};

/**
 * Records a command in the audit trail twice: before it runs, and when it has ended
 * (docs/decisions/0031).
 */
export class CommandAudit {
  #begun: Omit<RecordedAction, 'outcome' | 'at'> | undefined;

  /**
   * Records that the command was requested. If the record cannot be written, this throws and the
   * command does not run.
   */
  async begin(command: Command): Promise<void> {
    const name = nameOf(command);
    if (isRecorded[name] !== true || onlyShows(command)) return;
    const begun = {
      ...{ actionId: randomUUID(), action: `ledger ${name}`, by: 'operator', from: operator() },
      target: commandTarget(name, command),
    };
    await record({ ...begun, outcome: 'requested', at: new Date().toISOString() });
    this.#begun = begun;
  }

  /**
   * Records the outcome of the command. If the record cannot be written, a message is printed, but
   * the exit code of the command stays the same.
   */
  async end(outcome: CommandOutcome): Promise<void> {
    if (this.#begun === undefined) return;
    try {
      await record({ ...this.#begun, ...outcome, at: new Date().toISOString() });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      printFault(`The outcome of this command could not be written to the audit trail: ${why}`);
    }
  }
}

/**
 * All commands. The value is true if the audit trail records the command, because the command
 * changes permissions or the content of the ledger. A spec fails if a command is missing in this
 * list.
 */
export const isRecorded: Readonly<Record<string, boolean>> = {
  ...named(true, [
    ...['client create', 'client remove', 'client key create', 'client key revoke'],
    ...['store create', 'store zone'],
    ...['webhook create', 'webhook remove', 'webhook replay'],
    ...['settlement cut', 'settlement paid-out', 'settlement reverse-payout', 'settlement correct'],
    ...['console', 'erase', 'rebuild', 'rewrap', 'seal', 'order repair'],
  ]),
  ...named(false, [
    // Not recorded, because these commands only start processes, and each process writes a log.
    ...['up', 'api', 'worker', 'event-node', 'postgres', 'sandbox', 'bench'],
    // Not recorded, because these commands run while the ledger is stopped. No event store is
    // running that could store the record.
    ...['event-node backup', 'event-node restore', 'event-node check', 'restore'],
    // Not recorded, because these commands change nothing.
    ...['backup', 'export', 'verify', 'actions', 'seals', 'client list', 'client key list'],
    'store list',
    ...[
      'order show',
      'order history',
      'order story',
      'order damaged',
      'settlement list',
      'settlement show',
    ],
    ...['webhook list', 'webhook deliveries'],
  ]),
};

function named(recorded: boolean, names: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(names.map((name) => [name, recorded]));
}

/**
 * The options and arguments whose values go into the audit trail. Options that may hold secrets or
 * customers' data are not listed.
 */
const recordedOptions = new Set([
  ...[
    'client',
    'id',
    'store',
    'stores',
    'scopes',
    'currency',
    'segment',
    'timeZone',
    'settlement',
    'name',
  ],
  ...['clientId', 'keyId', 'permission', 'kind', 'events', 'date', 'parts', 'deliveryId', 'orders'],
]);

/**
 * The options whose values are comma-separated lists. The audit trail records them as lists, as it
 * does for calls of the API.
 */
const lists = new Set(['stores', 'scopes', 'events']);

/**
 * The names in the audit trail for options that the API names differently, by command or group of
 * commands. With the same names, one search finds both commands and API calls. A name that is given
 * here for a single command takes precedence over one for its group.
 */
const apiNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  client: { id: 'clientId' },
  console: { client: 'clientId' },
  store: { id: 'store', segment: 'salesSegment' },
  'store zone': { name: 'timeZone' },
  webhook: { id: 'endpointId' },
  'settlement paid-out': { date: 'paidOn' },
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Returns the settlement that a command is about: its id, or its number if the operator typed the
 * number.
 */
const settlementTarget = (name: string): (readonly [string, ActionDetail])[] =>
  /^\d{1,9}$/.test(name)
    ? [['number', Number(name)]]
    : [['settlementId', uuid.test(name) ? name.toLowerCase() : name]];

const argumentsOf = (command: Command): [string, unknown][] =>
  command.registeredArguments.map((argument, index): [string, unknown] => [
    argument.name(),
    argument.variadic ? command.args.slice(index) : command.args[index],
  ]);

const detailOf = (name: string, value: unknown): ActionDetail | undefined => {
  if (typeof value === 'string') {
    if (!lists.has(name)) return value;
    return value.split(',').flatMap((text) => (text.trim() === '' ? [] : [text.trim()]));
  }
  if (Array.isArray(value)) {
    const texts = value.filter((text) => typeof text === 'string');
    return texts.length === 0 ? undefined : texts;
  }
  return Number.isSafeInteger(value) ? (value as number) : undefined;
};

/**
 * Returns what a command is about, under the names that the API uses. With these names, one search
 * of the audit trail finds both commands and API calls.
 */
export const commandTarget = (name: string, command: Command): RecordedAction['target'] => {
  const [group = ''] = name.split(' ');
  const nameOf = (own: string): string => apiNames[name]?.[own] ?? apiNames[group]?.[own] ?? own;
  // The display name of a store is not recorded, because the API does not record it either. In
  // `store zone`, though, `name` is the time zone, which is recorded.
  const isRecordedOption = (own: string): boolean =>
    recordedOptions.has(own) && (own !== 'name' || nameOf(own) !== own);
  const options = Object.entries(command.opts<Record<string, unknown>>());
  const target = [...options, ...argumentsOf(command)].flatMap(([own, value]) => {
    // In the commands on settlements, the argument `settlement` names a settlement. In `store
    // create`, the option `--settlement` is a period such as `daily`.
    if (group === 'settlement' && own === 'settlement') return settlementTarget(String(value));
    const detail = isRecordedOption(own) ? detailOf(own, value) : undefined;
    return detail === undefined ? [] : [[nameOf(own), detail] as const];
  });
  return Object.fromEntries(target);
};
