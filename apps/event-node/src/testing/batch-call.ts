import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type ClientDuplexStream, credentials, type ServiceError } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import timestamp from 'google-protobuf/google/protobuf/timestamp_pb.js';

export interface ChunkDraft {
  readonly id?: string;
  readonly stream?: string;
  readonly events?: number;
  readonly eventBytes?: number;
  readonly metadata?: Record<string, string>;
  readonly isFinal?: boolean;
  readonly deadline?: Date;
}

const plainMetadata = { type: 'T', 'content-type': 'application/json' };

const chunkOf = (draft: ChunkDraft): streams.BatchAppendReq => {
  const { id = randomUUID(), stream, events = 1, eventBytes = 2, isFinal = true } = draft;
  const chunk = new streams.BatchAppendReq();
  chunk.setCorrelationId(uuidOf(id));
  if (stream !== undefined) chunk.setOptions(optionsOf(stream, draft.deadline));
  for (let count = 0; count < events; count++) {
    const event = chunk.addProposedMessages();
    event.setId(uuidOf(randomUUID()));
    for (const [key, value] of Object.entries(draft.metadata ?? plainMetadata)) {
      event.getMetadataMap().set(key, value);
    }
    event.setData(Buffer.alloc(eventBytes, 'x'));
  }
  chunk.setIsFinal(isFinal);
  return chunk;
};

const uuidOf = (text: string): shared.UUID => {
  const uuid = new shared.UUID();
  uuid.setString(text);
  return uuid;
};

const optionsOf = (stream: string, deadline?: Date): streams.BatchAppendReq.Options => {
  const options = new streams.BatchAppendReq.Options();
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  options.setStreamIdentifier(identifier);
  if (deadline !== undefined) options.setDeadline(timestamp.Timestamp.fromDate(deadline));
  return options;
};

/**
 * A BatchAppend call that uses the generated code of the official client. A test sends the chunks
 * of the call one by one.
 */
export class BatchCall {
  /** The answers so far. `result` is `success`, or the type name of the error in the answer. */
  readonly answers: { id: string; result: string; stream: string }[] = [];
  error: ServiceError | undefined;
  isEnded = false;
  readonly #client: InstanceType<typeof streamsGrpc.StreamsClient>;
  readonly #call: ClientDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

  constructor(port: number) {
    this.#client = new streamsGrpc.StreamsClient(`127.0.0.1:${port}`, credentials.createInsecure());
    this.#call = this.#client.batchAppend();
    this.#call.on('data', (response: streams.BatchAppendResp) => {
      const name = response.getStreamIdentifier()?.getStreamName_asU8();
      this.answers.push({
        id: response.getCorrelationId()?.getString() ?? '',
        result: response.getError()?.getDetails()?.getTypeName() ?? 'success',
        stream: name === undefined ? 'no identifier' : Buffer.from(name).toString(),
      });
    });
    this.#call.on('error', (error: ServiceError) => (this.error = error));
    this.#call.on('end', () => (this.isEnded = true));
  }

  send(draft: ChunkDraft): void {
    this.#call.write(chunkOf(draft));
  }

  halfClose(): void {
    this.#call.end();
  }

  close(): void {
    this.#call.cancel();
    this.#client.close();
  }
}
