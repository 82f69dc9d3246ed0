import {
  type BatchAppendChunk,
  readBatchAppendChunk,
  readBatchAppendOptions,
  type BatchAppendError,
  type BatchAppendTarget,
  writeBatchError,
  writeBatchSuccess,
  appendTooLargeError,
  badRequestError,
  diskFullError,
  logDamagedError,
  streamDeletedError,
  timeoutError,
  wrongRevisionError,
} from '../messages/batch-append-messages.js';
import { readProposedEvent } from '../messages/append-messages.js';
import { unavailableFailure, GrpcFailure, GrpcStatusCode } from '../protocol/grpc-failure.js';
import type { CallHandler, GrpcCall } from '../protocol/grpc-call.js';
import { MalformedMessage } from '../model/faults.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import { isStreamNameTooLong } from '../model/stream.js';
import type { WriteOutcome } from '../model/requests.js';
import { AppendDraft, AppendTimedOut, AppendOverLimit } from './append-draft.js';
import type { NodeCore } from './node-core.js';

/**
 * One BatchAppend call: interleaved chunks of the appends of a client. Each correlation id gets
 * exactly one answer, or the call ends with an error status (event-node.md, "Expected revisions").
 */
export class BatchAppendCall implements CallHandler {
  readonly #core: NodeCore;
  readonly #call: GrpcCall;
  readonly #drafts = new Map<string, AppendDraft>();
  /** Appends that were refused before their last chunk; their other chunks are ignored. */
  readonly #refused = new Set<string>();
  #frames = new ProtoWriter(1024);
  #unanswered = 0;
  #isFlushing = false;
  #isHalfClosed = false;

  constructor(core: NodeCore, call: GrpcCall) {
    this.#core = core;
    this.#call = call;
  }

  onMessage(message: Buffer): void {
    const chunk = readBatchAppendChunk(message);
    const key = chunk.correlationId.toString('latin1');
    if (this.#refused.has(key)) {
      if (chunk.isFinal) this.#refused.delete(key);
      return;
    }
    try {
      this.#take(key, chunk);
    } catch (error) {
      this.#refuse(key, chunk, error);
    }
  }

  onHalfClose(): void {
    this.#isHalfClosed = true;
    this.#scheduleFlush();
  }

  onClose(): void {
    for (const draft of this.#drafts.values()) draft.release();
    this.#drafts.clear();
  }

  #take(key: string, chunk: BatchAppendChunk): void {
    const draft = this.#drafts.get(key) ?? this.#begin(key, chunk);
    for (const event of chunk.events) draft.add(readProposedEvent(event));
    if (!chunk.isFinal) return;
    const subject = subjectOf(chunk, draft);
    draft.submit((outcome) => {
      this.#answer(subject, outcome);
    });
    this.#drafts.delete(key);
    this.#unanswered += 1;
  }

  #begin(key: string, { options }: BatchAppendChunk): AppendDraft {
    if (options === undefined) throw new MalformedMessage('The first chunk has no options.');
    const draft = new AppendDraft(this.#core, readBatchAppendOptions(options));
    this.#drafts.set(key, draft);
    this.#checkOpenAppends();
    return draft;
  }

  #refuse(key: string, chunk: BatchAppendChunk, error: unknown): void {
    const detail = this.#errorOf(error);
    const draft = this.#drafts.get(key);
    draft?.release();
    this.#drafts.delete(key);
    if (!chunk.isFinal) this.#refused.add(key);
    this.#checkOpenAppends();
    writeBatchError(this.#frames, subjectOf(chunk, draft), detail);
    this.#scheduleFlush();
  }

  #errorOf(error: unknown): BatchAppendError {
    if (error instanceof AppendTimedOut) return timeoutError(error.message);
    if (error instanceof AppendOverLimit)
      return appendTooLargeError(this.#core.limits.appendBytesMax);
    if (error instanceof MalformedMessage) return badRequestError(error.message);
    throw error;
  }

  #checkOpenAppends(): void {
    if (this.#drafts.size + this.#refused.size <= this.#core.limits.openAppendsMax) return;
    throw new GrpcFailure(GrpcStatusCode.ResourceExhausted, 'Too many unfinished appends.');
  }

  #answer(subject: BatchAppendTarget, outcome: WriteOutcome): void {
    this.#unanswered -= 1;
    if (outcome.kind === 'unknown') {
      this.#call.fail(unavailableFailure('The node cannot write.'));
      return;
    }
    if (outcome.kind === 'written') writeBatchSuccess(this.#frames, subject, outcome);
    else writeBatchError(this.#frames, subject, refusalOf(subject, outcome));
    this.#scheduleFlush();
  }

  /** Sends the answers of one round in one write. */
  #scheduleFlush(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    process.nextTick(() => {
      this.#flush();
    });
  }

  #flush(): void {
    this.#isFlushing = false;
    if (this.#frames.length > 0) this.#call.send(this.#frames.finish());
    if (this.#isHalfClosed && this.#unanswered === 0) this.#call.complete();
    else if (this.#call.saturated) void this.#takeNothingUntilDrained();
  }

  /** Stops reading appends of a client that does not read its answers. */
  async #takeNothingUntilDrained(): Promise<void> {
    this.#call.pauseMessages();
    await this.#call.drained();
    this.#call.resumeMessages();
  }
}

const refusalOf = (
  subject: BatchAppendTarget,
  outcome: Exclude<WriteOutcome, { kind: 'written' | 'unknown' }>,
): BatchAppendError => {
  if (outcome.kind === 'disk-full') return diskFullError();
  if (outcome.kind === 'damaged') return logDamagedError(outcome.what);
  return outcome.kind === 'wrong-revision'
    ? wrongRevisionError(subject.expected, outcome.current)
    : streamDeletedError(subject.streamName);
};

/**
 * Faulty options may have no stream name, and one that is too long is not sent back. The response
 * still has an identifier, because the client throws without it.
 */
const subjectOf = (chunk: BatchAppendChunk, draft: AppendDraft | undefined): BatchAppendTarget => ({
  correlationId: chunk.correlationId,
  ...(draft?.target ?? optionsIfReadable(chunk)),
});

const optionsIfReadable = ({
  options,
}: BatchAppendChunk): Pick<BatchAppendTarget, 'streamName' | 'expected'> => {
  try {
    const read = options === undefined ? undefined : readBatchAppendOptions(options);
    if (read !== undefined && !isStreamNameTooLong(read.streamName)) return read;
  } catch {
    // The answer is about this fault in the options.
  }
  return { streamName: '', expected: 'any' };
};
