import { chainStart, eventIdOf } from '#event-log/offline';
import type { Order } from '#ledger';
import type { Findings } from '../findings/findings.js';
import type { FindingKind } from '../findings/finding.js';
import type { Line, LineHead } from '../lines/line-head.js';
import { assertStorable } from '../shapes/assert-shape.js';
import { contentOf, isChainedTo, isSpelledOtherwise } from './content-of.js';
import type { Content } from './content-of.js';
import type { FoldedEvent, StreamFold } from './stream-fold.js';

export interface StreamRules {
  /** Whether this ledger writes it. The ids of its events then come from their chain values (docs/decisions/0006). */
  readonly isOfLedger: boolean;
  readonly fold?: StreamFold | undefined;
}

/**
 * Checks one stream, event by event in the order of the log: revisions without a gap, the chain, the events' ids, and
 * what they fold to. After a fault it goes on from what is there, so that one change is one finding and not as many as
 * there are events behind it; only the fold ends at the first.
 */
export class StreamCheck {
  #due = 0;
  #chain = chainStart;
  #isBroken = false;
  #content: Content | undefined;
  #fold: StreamFold | undefined;
  readonly #isOfLedger: boolean;

  constructor(
    { isOfLedger, fold }: StreamRules,
    private readonly findings: Findings,
  ) {
    this.#isOfLedger = isOfLedger;
    this.#fold = fold;
  }

  /** The order that the stream's events so far come to, if it is an order's and holds. */
  get order(): Order | undefined {
    return this.#fold?.order;
  }

  /** Lets go of what the stream was folded to: no more of its events come. */
  forget(): void {
    this.#fold = undefined;
    this.#content = undefined;
  }

  /** Events of this stream so far, by their revisions. */
  get events(): number {
    return this.#due;
  }

  get chain(): string {
    return this.#chain;
  }

  /** Of the event seen last, if it could be read. */
  get content(): Content | undefined {
    return this.#content;
  }

  /** Whether there was any finding. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Answers the event if it could be read and folded. Writes over the line's head. */
  check(line: Line, head: LineHead): FoldedEvent | undefined {
    const content = contentOf(line, head);
    this.#content = content;
    if (content?.type === deletedType) {
      this.#found('hidden', head, 'the event store was told to delete the stream for good');
      return undefined;
    }
    if (!this.#isOfLedger && this.#due === 0) {
      this.#found('unreadable', head, 'the ledger writes no such stream');
    }
    const previous = this.#chain;
    const inOrder = this.#takeRevision(head);
    if (content === undefined) {
      this.#found('unreadable', head, 'its content is no JSON of an event');
      return undefined;
    }
    if (inOrder) this.#checkLink(previous, line, head);
    const fold = this.#isBroken ? undefined : this.#fold;
    return fold && this.#foldEvent(fold, head, content);
  }

  #takeRevision(head: LineHead): boolean {
    const due = this.#due;
    if (head.revision >= due) {
      this.#due = head.revision + 1;
      this.#chain = head.chain;
    }
    if (head.revision === due) return true;
    this.#found('revision', head, whyNotDue(head.revision, due));
    return false;
  }

  #checkLink(previous: string, line: Line, head: LineHead): void {
    if (!isChainedTo(previous, line, head)) {
      const [kind, why] = brokenLink(previous, line, head);
      this.#found(kind, head, `${this.#content?.type ?? ''}: ${why}`);
    } else if (this.#isOfLedger && head.id !== eventIdOf(head.chain)) {
      this.#found('event-id', head, `its id ${head.id} is not that of its content`);
    }
  }

  #foldEvent(fold: StreamFold, head: LineHead, content: Content): FoldedEvent | undefined {
    const { position, stream: streamId, revision, id, chain } = head;
    const { type, data, metadata, checked, hasEscapes } = content;
    try {
      if (hasEscapes) assertStorable(content);
      // One literal: every event passes here, and spreading takes several times as long.
      const stored = {
        streamId,
        id,
        revision: BigInt(revision),
        type,
        data,
        metadata,
        position: { commit: BigInt(position) },
      };
      if (checked === undefined) (metadata as { chain?: string }).chain = chain;
      return fold.take(stored, checked);
    } catch (error) {
      const isInvariant = error instanceof Error && 'invariant' in error;
      const why = error instanceof Error ? error.message : String(error);
      this.#found(isInvariant ? 'invariant' : 'unreadable', head, why);
      return undefined;
    }
  }

  #found(kind: FindingKind, { stream, revision, position }: LineHead, detail: string): void {
    this.#isBroken = true;
    this.findings.add({ kind, stream, revision, position: BigInt(position), detail });
  }
}

const brokenLink = (previous: string, line: Line, head: LineHead): [FindingKind, string] => {
  if (head.chain === '') return ['chain', 'it has no chain value'];
  return isSpelledOtherwise(previous, line, head)
    ? ['unreadable', 'its content is spelled in another way than the ledger writes it']
    : ['chain', 'its chain value does not follow from its content and the event before it'];
};

/** The event store's own, at the end of a stream that was deleted so that it can never be written again. */
const deletedType = '$streamDeleted';

const whyNotDue = (revision: number, due: number): string => {
  if (revision < due)
    return `revision ${revision} stands here once more, or too late; due was ${due}`;
  const missing =
    revision - due === 1 ? `revision ${due} is` : `revisions ${due} to ${revision - 1} are`;
  return `${missing} missing before it`;
};
