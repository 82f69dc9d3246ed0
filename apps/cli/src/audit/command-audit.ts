import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { Command } from 'commander';
import type { ActionOutcome, RecordedAction } from '#event-log';
import { loadSettings } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { printFault } from '../operator/print.js';
import { commandTarget } from './command-target.js';
import { isRecorded } from './recorded-commands.js';

/** `client create`, of `ledger client create`. */
export const nameOf = (command: Command): string => {
  const parent = command.parent;
  const above = parent === null || parent.parent === null ? '' : `${nameOf(parent)} `;
  return `${above}${command.name()}`;
};

/** Who gives the command: the account on this machine. */
const operator = (): string => {
  const account = (): string => {
    try {
      return userInfo().username;
    } catch {
      // A container may run under a number that has no account.
      return String(process.getuid?.() ?? '');
    }
  };
  return `${account()}@${hostname()}`;
};

/** `erase --list` and the like only show. */
const onlyShows = (command: Command): boolean =>
  command.opts<Record<string, unknown>>()['list'] === true;

/** The event log is loaded by the commands that need it alone. */
const record = async (action: RecordedAction): Promise<void> => {
  const { ActionLog } = await import('#event-log');
  const { withEventStore } = await import('../operator/with-event-store.js');
  await withEventStore(loadSettings(), async (log) => new ActionLog(log).record(action));
};

type CommandOutcome = Pick<RecordedAction, 'code'> & { readonly outcome: ActionOutcome };

/**
 * How a command ended, for the trail: used wrongly is refused, as the same mistake is over the API, and with its code.
 * Messages are not recorded, since they may name a customer.
 */
export const outcomeOf = (code: ExitCode, hasThrown: boolean): CommandOutcome => {
  if (code === exitCode.done) return { outcome: 'done' };
  if (code === exitCode.usedWrongly) return { outcome: 'refused', code: 'VALIDATION_ERROR' };
  return { outcome: hasThrown ? 'failed' : 'refused' };
};

/** Writes commands into the audit trail: before they do anything, and how they ended (docs/decisions/0031). */
export class CommandAudit {
  #begun: Omit<RecordedAction, 'outcome' | 'at'> | undefined;

  /** Throws if it cannot be recorded; nothing is done then. */
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

  /** The command stays as it ended, whatever becomes of this. */
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
