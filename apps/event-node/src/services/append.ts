import { type AppendPart, readAppendPart } from '../messages/append-request.js';
import { appendSuccess, appendWrongRevision } from '../messages/append-response.js';
import { RequiredMetadataMissing } from '../messages/proposed-event.js';
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
} from '../protocol/failures.js';
import { type CallHandler, type GrpcCall } from '../protocol/grpc-call.js';
import type { WriteOutcome } from '../streams/write-request.js';
import { AppendDraft, AppendTimedOut, AppendTooLarge } from './append-draft.js';
import type { NodeCore } from './node-core.js';

/** One Append call: options, then one message for each event, then half-close. */
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
      const draft = this.#begun();
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
      this.#draft = new AppendDraft(this.#core, { ...options, deadline: this.#call.deadline });
    }
    if (event !== undefined) this.#begun().add(event);
  }

  #begun(): AppendDraft {
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
      if (!(error instanceof AppendTooLarge)) throw error;
      throw appendTooLargeFailure(this.#core.limits.appendBytesMax);
    }
  }
}
