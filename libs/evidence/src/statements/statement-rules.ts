import type { RecordedEvent } from '#event-log/offline';
import type { Order } from '#ledger';

/** Streams that state sums over the events of others begin so. */
export const statementStreamPrefix = 'settlement-';

/** What an event of an order gives to a statement. */
export interface StatementLine {
  /** The stream whose next cut takes it. */
  readonly stream: string;
  /** Anything that JSON can say. */
  readonly line: unknown;
}

/** An event of a stream of statements, as it is stored. */
export interface StatementEvent {
  readonly type: string;
  readonly data: unknown;
}

/** Recomputes the statements of one stream. */
export interface StatementRecomputation {
  /** Lines and events come in the order of the log. */
  line(line: unknown): void;
  /** Answers what does not hold, if anything. */
  event(event: StatementEvent): string | undefined;
}

/** How statements come from the log alone (I7 of domain.md): pure functions. */
export interface StatementRules {
  /** `order` is the order after the event. */
  lineOf(order: Order, event: RecordedEvent): StatementLine | undefined;
  begin(stream: string): StatementRecomputation;
}

/**
 * The rules of the settlements. This is the one place where their recomputation is plugged in; every verification goes
 * by it. Until it is, streams of statements are checked as any other: revisions, chain and seals.
 */
export const statementRules: StatementRules | undefined = undefined as StatementRules | undefined;
