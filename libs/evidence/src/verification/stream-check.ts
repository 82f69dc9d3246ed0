import {
  actionStream,
  chainStart,
  eventIdOf,
  identityStream,
  isSettlementStream,
  orderStreamPrefix,
} from '#event-log/offline';
import type { Order, OrderIds } from '#ledger';
import type { FindingKind, Findings } from '../findings/findings.js';
import type { Line, LineHead } from '../lines/event-line.js';
import { sealStream } from '../seals/seal.js';
import { assertStorable } from '../shapes/shape.js';
import { type Content, contentOf, isChainedTo, isSpelledOtherwise } from './line-content.js';
import { OrderFold } from './order-fold.js';
import {
  ActionFold,
  type FoldedEvent,
  IdentityFold,
  SettlementFold,
  type StreamFold,
} from './stream-fold.js';

export interface StreamRules {
  /**
   * True for a stream that the ledger writes. In it, the chain value of an event is a SHA-256 over
   * the event's content and the chain value before it. The event's id is derived from the chain
   * value (docs/decisions/0006), so the check can test the id too.
   */
  readonly isOfLedger: boolean;
  readonly fold?: StreamFold | undefined;
}

/**
 * Checks one stream event by event: revisions, hash chain, event ids and meaning. After a wrong
 * revision or hash, the check continues from the value in the log, so that one change is only one
 * finding. After the first finding, the meaning of later events is not checked, because the state
 * may be wrong.
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

  /** The order's state, up to the first fault; `undefined` if the stream is not an order. */
  get order(): Order | undefined {
    return this.#fold?.order;
  }

  /** Frees the memory of the stream's state. Called when no event of this stream follows. */
  forget(): void {
    this.#fold = undefined;
    this.#content = undefined;
  }

  /** Number of events so far: the highest revision plus 1. */
  get events(): number {
    return this.#due;
  }

  get chain(): string {
    return this.#chain;
  }

  /** Content of the event that was checked last; `undefined` if it could not be read. */
  get content(): Content | undefined {
    return this.#content;
  }

  /** True after the first finding in this stream. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /**
   * Checks the next event and returns it in decoded form. Returns `undefined` if this or an earlier
   * event has a finding, or if the stream is no order or settlement stream. May overwrite bytes of
   * the line before the event's content.
   */
  check(line: Line, head: LineHead): FoldedEvent | undefined {
    const content = contentOf(line, head);
    this.#content = content;
    if (content?.type === deletedType) {
      this.#found('hidden', head, 'the stream was permanently deleted in the event store');
      return undefined;
    }
    if (!this.#isOfLedger && this.#due === 0) {
      this.#found('unreadable', head, 'the ledger does not write a stream of this name');
    }
    const previous = this.#chain;
    const inOrder = this.#takeRevision(head);
    if (content === undefined) {
      this.#found('unreadable', head, 'the content of the event is not valid JSON of an event');
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
      this.#found(
        'event-id',
        head,
        `the id ${head.id} of the event is not the one derived from its chain value`,
      );
    }
  }

  #foldEvent(fold: StreamFold, head: LineHead, content: Content): FoldedEvent | undefined {
    const { position, stream: streamId, revision, id, chain } = head;
    const { type, data, metadata, checked, hasEscapes } = content;
    try {
      if (hasEscapes) assertStorable(content);
      // Written as one object literal: this code runs for each event, and spreading objects takes
      // several times as long.
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
  if (head.chain === '') return ['chain', 'the event has no chain value'];
  return isSpelledOtherwise(previous, line, head)
    ? ['unreadable', 'the JSON of the event is spelled in another way than the ledger writes it']
    : [
        'chain',
        'the chain value does not follow from the content of the event and the event before it',
      ];
};

/** Type of the event that the event store writes when a stream is deleted permanently. */
const deletedType = '$streamDeleted';

const whyNotDue = (revision: number, due: number): string => {
  if (revision < due)
    return `revision ${revision} is repeated or comes too late; expected is revision ${due}`;
  const missing =
    revision - due === 1 ? `revision ${due} is` : `revisions ${due} to ${revision - 1} are`;
  return `${missing} missing before this event`;
};

/**
 * The checks for a stream, chosen by its name. Revisions and hash chain are checked in every
 * stream.
 */
export const streamCheckOf = (
  stream: string,
  { findings, orderIds }: StreamCheckContext,
): StreamCheck =>
  new StreamCheck({ isOfLedger: isLedgerStream(stream), fold: foldOf(stream, orderIds) }, findings);

export interface StreamCheckContext {
  readonly findings: Findings;
  /** Computes order ids as the ledger that wrote this log computes them. */
  readonly orderIds: OrderIds;
}

const foldOf = (stream: string, orderIds: OrderIds): StreamFold | undefined => {
  if (stream.startsWith(orderStreamPrefix)) {
    return new OrderFold(stream.slice(orderStreamPrefix.length), orderIds);
  }
  if (stream === identityStream) return new IdentityFold();
  if (stream === actionStream) return new ActionFold();
  return isSettlementStream(stream) ? new SettlementFold(stream) : undefined;
};

/**
 * True for a stream that the ledger writes: an order, a settlement account, the seals, the identity
 * or the audit trail.
 */
export const isLedgerStream = (stream: string): boolean =>
  stream.startsWith(orderStreamPrefix) ||
  isSettlementStream(stream) ||
  stream === sealStream ||
  stream === identityStream ||
  stream === actionStream;
