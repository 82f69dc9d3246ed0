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
 * One BatchAppend call, which carries all appends of a client. Each append arrives in chunks, and
 * chunks of several appends may alternate. Each correlation id gets exactly one answer, or the call
 * ends with an error status (event-node.md, "Expected revisions").
 */
export class BatchAppendCall implements CallHandler {
  readonly #core: NodeCore;
  readonly #call: GrpcCall;
  readonly #drafts = new Map<string, AppendDraft>();
  /**
   * The correlation ids of appends that were refused before their last chunk. Chunks of these
   * appends that still arrive are ignored.
   */
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
    checkLength(chunk.correlationId);
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
    if (!chunk.isFinal) {
      draft.keep();
      return;
    }
    const { target } = draft;
    draft.submit((outcome) => {
      this.#answer({ correlationId: Buffer.from(key, 'latin1'), ...target }, outcome);
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
    writeBatchError(this.#frames, targetOf(chunk, draft), detail);
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

  /**
   * Sends the answers at the end of this turn of the event loop. Appends that become durable
   * together are answered in the same turn, so one write sends all their answers.
   */
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

  /**
   * Stops reading appends from a client that does not read its answers, until the client has read
   * them.
   */
  async #takeNothingUntilDrained(): Promise<void> {
    this.#call.pauseMessages();
    await this.#call.drained();
    this.#call.resumeMessages();
  }
}

/**
 * The limit of a correlation id in bytes. The protocol's message `UUID` takes at most 38 bytes
 * today, and a later version of the protocol may add fields.
 */
const correlationIdBytesMax = 256;

/**
 * Throws for a correlation id that is too long. The call then ends, because an answer to the append
 * would have to repeat the id. The length is limited because ids are kept in memory until they are
 * answered.
 */
const checkLength = ({ length }: Buffer): void => {
  if (length > correlationIdBytesMax) {
    throw new MalformedMessage(`A correlation id is longer than ${correlationIdBytesMax} bytes.`);
  }
};

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
 * The fields of an append that its answer repeats. The client throws if an answer has no stream
 * identifier. The stream identifier is therefore empty if the options cannot be read or the name is
 * too long.
 */
const targetOf = (chunk: BatchAppendChunk, draft: AppendDraft | undefined): BatchAppendTarget => ({
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
    // Faulty options are ignored here, because the answer to the append reports the fault.
  }
  return { streamName: '', expected: 'any' };
};
