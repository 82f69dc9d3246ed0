import { ProtoWriter } from '../protocol/proto-writer.js';
import { uuidMessage } from '../protocol/uuid.js';

/** The version of EventStoreDB that the node reports to clients. */
export const serverVersion = '24.10.0';

/**
 * The response to GetSupportedMethods for paths of the form `/service/Method`. Names are in lower
 * case, because clients compare them with names in lower case.
 */
export const supportedMethods = (paths: readonly string[]): Buffer =>
  new ProtoWriter(512)
    .frame((response) => {
      for (const path of paths) {
        const [, service = '', method = ''] = path.toLowerCase().split('/');
        response.message(1, (supported) => supported.text(1, method).text(2, service));
      }
      response.text(2, serverVersion);
    })
    .finish();

const leaderState = 8;
const ticksPerMs = 10_000n;

interface ClusterMember {
  readonly nodeId: Buffer;
  readonly host: string;
  readonly port: number;
  /** The time of the answer in milliseconds since the Unix epoch. */
  readonly at: number;
}

/**
 * The response to Gossip, a client's question for the nodes of the cluster. The cluster consists of
 * this node alone, which is alive and the leader.
 */
export const clusterInfo = (member: ClusterMember): Buffer =>
  new ProtoWriter(128)
    .frame((info) => {
      info.message(1, (self) => {
        self
          .bytes(1, uuidMessage(member.nodeId, 'text'))
          .uint64(2, BigInt(member.at) * ticksPerMs)
          .uint64(3, leaderState)
          .bool(4, true)
          .message(5, (endPoint) => {
            endPoint.text(1, member.host).uint64(2, member.port);
          });
      });
    })
    .finish();
