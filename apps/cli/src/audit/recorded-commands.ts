/**
 * Every command, and whether it is written into the audit trail: those are that change who may do what, or what the ledger
 * says. A spec fails for a command that is not here.
 */
export const isRecorded: Readonly<Record<string, boolean>> = {
  ...named(true, [
    ...['client create', 'client remove', 'store create', 'store zone'],
    ...['webhook create', 'webhook remove', 'webhook replay'],
    ...['settlement cut', 'settlement paid-out', 'settlement reverse-payout', 'settlement correct'],
    ...['erase', 'rebuild', 'rewrap', 'seal', 'order repair'],
  ]),
  ...named(false, [
    // They run the processes; the processes say in their logs what they do.
    ...['up', 'api', 'worker', 'event-node', 'postgres', 'bench'],
    // Nothing runs that could record them: they work on files.
    ...['event-node backup', 'event-node restore', 'event-node check', 'restore'],
    // They change nothing.
    ...['backup', 'export', 'verify', 'actions', 'seals', 'client list', 'store list'],
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
