import { EventStoreRefused } from './event-store-refused.js';

/** The answer of our event node for a record that cannot be what was written; it names file, offset and position. */
const damage = /The event log is damaged: [^]*/;

/** The part of an error of the client that tells of a damaged record; undefined if it tells of something else. */
export const damageIn = ({ message }: Error): string | undefined => damage.exec(message)?.[0];

/**
 * A record that the answer needs is damaged (503). Nothing else is touched by it. An operator has to restore the log
 * (docs/event-node.md, "A start that is refused").
 */
export class EventLogDamaged extends EventStoreRefused {
  constructor(what: string, cause: unknown) {
    super(cause, what);
  }
}
