import {
  type AppendPart,
  appendSuccess,
  appendWrongRevision,
  readAppendPart,
  readRemovalRequest,
  removalResponse,
  RequiredMetadataMissing,
} from '../messages/append-messages.js';
import { isValidStreamName } from '../model/stream.js';
import type { WriteOutcome } from '../model/requests.js';
import type { CallHandler, GrpcCall } from '../protocol/grpc-call.js';
import {
  appendTooLargeFailure,
  diskFullFailure,
  logDamagedFailure,
  malformedFailure,
  requiredMetadataFailure,
  streamDeletedFailure,
  unavailableAtStop,
  unavailableFailure,
  writeTimeoutFailure,
  wrongRevisionFailure,
} from '../protocol/grpc-failure.js';
import { AppendDraft, AppendOverLimit, AppendTimedOut } from './append-draft.js';
import type { NodeCore } from './node-core.js';

/**
 * One Append call. The client sends a message with the options and one message for each event, and
 * then ends its side of the call.
 */
export class AppendCall implements CallHandler {
  readonly #core: NodeCore;
  readonly #call: GrpcCall;
  #draft: AppendDraft | undefined;
  #isSubmitted = false;

  constructor(core: NodeCore, call: GrpcCall) {
    this.#core = core;
    this.#call = call;
    call.failureAtStop = unavailableAtStop;
  }

  onMessage(message: Buffer): void {
    this.#guard(() => {
      this.#take(readAppendPart(message));
    });
  }

  onHalfClose(): void {
    this.#guard(() => {
      const draft = this.#requireDraft();
      draft.submit((outcome) => {
        this.#answer(draft, outcome);
      });
      this.#isSubmitted = true;
    });
  }

  onClose(): void {
    if (!this.#isSubmitted) this.#draft?.release();
  }

  #take({ options, event }: AppendPart): void {
    if (options !== undefined) {
      if (this.#draft !== undefined) throw malformedFailure('The options come once.');
      this.#draft = new AppendDraft(this.#core, { ...options, deadline: this.#call.deadline });
    }
    if (event === undefined) return;
    const draft = this.#requireDraft();
    draft.add(event);
    draft.keep();
  }

  #requireDraft(): AppendDraft {
    if (this.#draft === undefined) throw malformedFailure('The options come first.');
    return this.#draft;
  }

  #answer(draft: AppendDraft, outcome: WriteOutcome): void {
    const { streamName, expected } = draft.target;
    if (outcome.kind === 'written') this.#call.complete(appendSuccess(outcome));
    else if (outcome.kind === 'wrong-revision') {
      this.#call.complete(appendWrongRevision(expected, outcome.current));
    } else if (outcome.kind === 'stream-deleted') this.#call.fail(streamDeletedFailure(streamName));
    else if (outcome.kind === 'disk-full') this.#call.fail(diskFullFailure());
    else if (outcome.kind === 'damaged') this.#call.fail(logDamagedFailure(outcome.what));
    else this.#call.fail(unavailableFailure('The node cannot write.'));
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (error instanceof AppendTimedOut) throw writeTimeoutFailure(error.message);
      if (error instanceof RequiredMetadataMissing) throw requiredMetadataFailure();
      if (!(error instanceof AppendOverLimit)) throw error;
      throw appendTooLargeFailure(this.#core.limits.appendBytesMax);
    }
  }
}

const requestBytes = 256;

/** Handles Delete and Tombstone. The two differ only in the event that the writer adds. */
export const handleRemoval =
  (core: NodeCore, kind: 'delete' | 'tombstone', call: GrpcCall) =>
  (message: Buffer): void => {
    const { streamName, expected } = readRemovalRequest(message);
    if (!isValidStreamName(streamName)) throw malformedFailure('Invalid stream name.');
    if (!core.budget.take(requestBytes)) throw writeTimeoutFailure('Too many writes are waiting.');
    call.failureAtStop = unavailableAtStop;
    core.writer.submit({
      kind,
      streamName,
      expected,
      bytes: requestBytes,
      settle: (outcome) => {
        core.budget.giveBack(requestBytes);
        if (outcome.kind === 'written') call.complete(removalResponse(outcome.position ?? 0));
        else if (outcome.kind === 'wrong-revision') {
          call.fail(wrongRevisionFailure(streamName, expected, outcome.current));
        } else if (outcome.kind === 'stream-deleted') call.fail(streamDeletedFailure(streamName));
        else if (outcome.kind === 'disk-full') call.fail(diskFullFailure());
        else if (outcome.kind === 'damaged') call.fail(logDamagedFailure(outcome.what));
        else call.fail(unavailableFailure('The node cannot write.'));
      },
    });
  };
