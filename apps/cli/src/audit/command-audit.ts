import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { Command } from 'commander';
import type { ActionDetail, ActionOutcome, RecordedAction } from '#event-log';
import { loadSettings } from '#runtime';
import { exitCode, type ExitCode } from '../exit-code.js';
import { printFault } from '../operator/print.js';

/** Returns `client create` for `ledger client create`. */
export const nameOf = (command: Command): string => {
  const parent = command.parent;
  const above = parent === null || parent.parent === null ? '' : `${nameOf(parent)} `;
  return `${above}${command.name()}`;
};

/** The account on this machine that runs the command. */
const operator = (): string => {
  const account = (): string => {
    try {
      return userInfo().username;
    } catch {
      // A container may run under a user id without an account.
      return String(process.getuid?.() ?? '');
    }
  };
  return `${account()}@${hostname()}`;
};

/** Options such as `erase --list` change nothing. */
const onlyShows = (command: Command): boolean =>
  command.opts<Record<string, unknown>>()['list'] === true;

/** Loaded only by commands that need the event log. */
const record = async (action: RecordedAction): Promise<void> => {
  const { ActionLog } = await import('#event-log');
  const { withEventStore } = await import('../operator/with-database.js');
  await withEventStore(loadSettings(), async (log) => new ActionLog(log).record(action));
};

type CommandOutcome = Pick<RecordedAction, 'code'> & { readonly outcome: ActionOutcome };

/**
 * The outcome of a command for the audit trail. Wrong usage is a refusal with its code, as over the
 * API. Messages are not recorded, because they may name a customer.
 */
export const outcomeOf = (code: ExitCode, hasThrown: boolean): CommandOutcome => {
  if (code === exitCode.done) return { outcome: 'done' };
  if (code === exitCode.usedWrongly) return { outcome: 'refused', code: 'VALIDATION_ERROR' };
  return { outcome: hasThrown ? 'failed' : 'refused' };
};

/**
 * Records commands in the audit trail: before they do anything, and when they have ended
 * (docs/decisions/0031).
 */
export class CommandAudit {
  #begun: Omit<RecordedAction, 'outcome' | 'at'> | undefined;

  /** Throws if the command cannot be recorded, which is then not run. */
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

  /** A failure here does not change the result of the command. */
  async end(outcome: CommandOutcome): Promise<void> {
    if (this.#begun === undefined) return;
    try {
      await record({ ...this.#begun, ...outcome, at: new Date().toISOString() });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      printFault(`The audit trail does not say how this command ended: ${why}`);
    }
  }
}

/**
 * Each command, with whether the audit trail records it: those that change permissions or the
 * content of the ledger. A spec fails for a command that is missing here.
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
    // Processes have logs of their own.
    ...['up', 'api', 'worker', 'event-node', 'postgres', 'sandbox', 'bench'],
    // Work on files, while no process runs that could record it.
    ...['event-node backup', 'event-node restore', 'event-node check', 'restore'],
    // Commands that change nothing.
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

/** Options and arguments that name the target of a command, without secrets and customers' data. */
const told = new Set([
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

/** Lists in the API, which the command line separates by commas. */
const lists = new Set(['stores', 'scopes', 'events']);

/**
 * The API's names for options that are named otherwise here, by command or group of commands. The
 * command's own entry comes first.
 */
const names: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  client: { id: 'clientId' },
  console: { client: 'clientId' },
  store: { id: 'store', segment: 'salesSegment' },
  'store zone': { name: 'timeZone' },
  webhook: { id: 'endpointId' },
  'settlement paid-out': { date: 'paidOn' },
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A settlement is named by its id or its number. */
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

/** The target of a command under the API's names, so that one search finds both. */
export const commandTarget = (name: string, command: Command): RecordedAction['target'] => {
  const [group = ''] = name.split(' ');
  const nameOf = (own: string): string => names[name]?.[own] ?? names[group]?.[own] ?? own;
  // The API does not record the display name of a store either. In `store zone`, `name` is the
  // zone.
  const isTold = (own: string): boolean => told.has(own) && (own !== 'name' || nameOf(own) !== own);
  const options = Object.entries(command.opts<Record<string, unknown>>());
  const target = [...options, ...argumentsOf(command)].flatMap(([own, value]) => {
    // In `store create --settlement` it is a period, which has the same name in the API.
    if (group === 'settlement' && own === 'settlement') return settlementTarget(String(value));
    const detail = isTold(own) ? detailOf(own, value) : undefined;
    return detail === undefined ? [] : [[nameOf(own), detail] as const];
  });
  return Object.fromEntries(target);
};
