import serverFeaturesGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import serverFeatures from '@eventstore/db-client/generated/serverfeatures_pb.js';
import grpcStatus from '@eventstore/db-client/generated/status_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import {
  Metadata,
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import protobuf from 'google-protobuf/google/protobuf/any_pb.js';

type BatchAppendReq = InstanceType<typeof streams.BatchAppendReq>;
type BatchAppendResp = InstanceType<typeof streams.BatchAppendResp>;

/**
 * A server that imitates an EventStoreDB 23.10 node which is no longer the leader. The first
 * appends get the given texts as error messages, for example "Server Is Busy". After these, every
 * call that requires the leader is answered with the address of another node. A read that does not
 * require the leader finds an empty log.
 */
export class FakeFollower {
  readonly #leaderPort: number;
  readonly #answers: string[];
  readonly #server = new Server();
  #port = 0;
  #appends = 0;

  private constructor(leaderPort: number, answers: string[]) {
    this.#leaderPort = leaderPort;
    this.#answers = answers;

    this.#server.addService(serverFeaturesGrpc.ServerFeaturesService, {
      getSupportedMethods: this.#features,
    });
    this.#server.addService(streamsGrpc.StreamsService, {
      read: this.#read,
      batchAppend: this.#batchAppend,
    });
  }

  static async start(leaderPort: number, answers: readonly string[] = []): Promise<FakeFollower> {
    const follower = new FakeFollower(leaderPort, [...answers]);
    follower.#port = await new Promise<number>((resolve, reject) => {
      const insecure = ServerCredentials.createInsecure();
      follower.#server.bindAsync('127.0.0.1:0', insecure, (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
    return follower;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false`;
  }

  get appends(): number {
    return this.#appends;
  }

  stop(): void {
    this.#server.forceShutdown();
  }

  readonly #features = (_call: unknown, answer: sendUnaryData<unknown>): void => {
    const methods = new serverFeatures.SupportedMethods();
    methods.setEventStoreServerVersion('23.10.8');
    for (const name of ['read', 'append', 'batchappend']) {
      const method = new serverFeatures.SupportedMethod();
      method.setServiceName('event_store.client.streams.streams');
      method.setMethodName(name);
      methods.addMethods(method);
    }
    answer(null, methods);
  };

  readonly #read = (call: ServerWritableStream<unknown, unknown>): void => {
    const [requiresLeader] = call.metadata.get('requires-leader');
    if (requiresLeader === 'true' && this.#answers.length === 0)
      call.emit('error', this.#notLeader());
    else call.end();
  };

  readonly #batchAppend = (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void => {
    call.on('data', (request: BatchAppendReq) => {
      if (!request.getIsFinal()) return;
      this.#appends += 1;
      const text = this.#answers.shift();
      if (text === undefined) call.emit('error', this.#notLeader());
      else call.write(notHandled(request, text));
    });
    call.on('error', () => undefined);
  };

  #notLeader(): object {
    const metadata = new Metadata();
    metadata.set('exception', 'not-leader');
    metadata.set('leader-endpoint-host', '127.0.0.1');
    metadata.set('leader-endpoint-port', String(this.#leaderPort));
    return { code: status.NOT_FOUND, details: 'Leader info available', metadata };
  }
}

const notHandled = (request: BatchAppendReq, text: string): BatchAppendResp => {
  const details = new protobuf.Any();
  details.setTypeUrl('type.googleapis.com/google.protobuf.Empty');
  const error = new grpcStatus.Status();
  error.setMessage(text);
  error.setDetails(details);
  const answer = new streams.BatchAppendResp();
  answer.setCorrelationId(request.getCorrelationId());
  answer.setStreamIdentifier(request.getOptions()?.getStreamIdentifier());
  answer.setError(error);
  return answer;
};
