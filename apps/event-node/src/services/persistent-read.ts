import {
  type Answer,
  type ConsumerRequest,
  readPersistentReadPart,
} from '../messages/persistent-read-request.js';
import { writeConfirmation } from '../messages/read-response.js';
import { Consumer } from '../persistent/consumer.js';
import type { Group } from '../persistent/group.js';
import type { Groups } from '../persistent/groups.js';
import { malformedFailure } from '../protocol/failures.js';
import { asFailure, type CallHandler, type GrpcCall } from '../protocol/grpc-call.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import { userNameOf } from '../protocol/users.js';

/** One consumer of a persistent subscription: options, then an answer for each event. */
export class PersistentReadCall implements CallHandler {
  readonly #groups: Groups;
  readonly #call: GrpcCall;
  #hasBegun = false;
  #joined: { readonly group: Group; readonly consumer: Consumer } | undefined;

  constructor(groups: Groups, call: GrpcCall) {
    this.#groups = groups;
    this.#call = call;
  }

  onMessage(message: Buffer): void {
    const part = readPersistentReadPart(message);
    if (part === undefined) throw malformedFailure('The message says nothing.');
    if (part.kind === 'answer') this.#answer(part.answer);
    else if (this.#hasBegun) throw malformedFailure('The options come once.');
    else {
      this.#hasBegun = true;
      this.#begin(part.options).catch((error: unknown) => {
        this.#call.fail(asFailure(error));
      });
    }
  }

  onHalfClose(): void {
    this.#call.complete();
  }

  onClose(): void {
    this.#joined?.group.leave(this.#joined.consumer);
  }

  async #begin(request: ConsumerRequest): Promise<void> {
    if (request.bufferSize < 1) throw malformedFailure('The buffer holds at least one event.');
    const group = await this.#groups.group(request);
    if (!this.#call.open) return;
    const { headers, peer } = this.#call;
    const consumer = new Consumer({
      confirmation: confirmationOf(request),
      call: this.#call,
      bufferSize: request.bufferSize,
      form: request.form,
      from: peer,
      username: userNameOf(headers.authorization) ?? 'anonymous',
      connectionName: String(headers['connection-name'] ?? ''),
    });
    group.join(consumer);
    this.#joined = { group, consumer };
  }

  #answer({ ids, action, reason }: Answer): void {
    if (this.#joined === undefined) throw malformedFailure('There is nothing to answer yet.');
    const { group, consumer } = this.#joined;
    if (action === 'ack') group.ack(consumer, ids);
    else group.nack(consumer, ids, { action, reason });
  }
}

const confirmationOf = ({ stream, group }: ConsumerRequest): Buffer => {
  const frames = new ProtoWriter(128);
  writeConfirmation(frames, `${stream}::${group}`);
  return frames.finish();
};
