/**
 * Index or owner file know of a log that the segments are not, or not all of. To go on with what is there would lose
 * events that were acknowledged, so the node does not start.
 */
export class LogIncomplete extends Error {
  override readonly name = 'LogIncomplete';

  constructor(logDirectory: string, what: string) {
    super(`The event log in ${logDirectory} is not complete: ${what}`);
  }
}

/** The node does not start on what a directory holds; says how to restore it. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';

  constructor(logDirectory: string, cause: Error) {
    super(
      `${cause.message} The event node does not start; the segment files are as they were found. Put back those that ` +
        `belong there, or restore a backup: move ${logDirectory} away and keep it, run ` +
        '`ledger event-node restore <backup>`, start, and run `ledger rebuild` ' +
        '(docs/event-node.md, "A start that is refused").',
      { cause },
    );
  }
}
