import type { Executed } from '#event-log';
import type { Rejected } from '#ledger';

/** A command that the ledger refused; the contract's error envelope has the words for it. */
export class CommandRejected extends Error {
  override readonly name = 'CommandRejected';

  constructor(readonly rejected: Rejected) {
    super(rejected.detail);
  }
}

export type Accepted = Extract<Executed, { readonly kind: 'accepted' }>;

/** The accepted outcome of a command. @throws CommandRejected */
export const acceptedOf = (executed: Executed): Accepted => {
  if (executed.kind === 'rejected') throw new CommandRejected(executed);
  return executed;
};
