import { ProtoWriter } from '../protocol/proto-writer.js';
import { uuidMessage } from '../protocol/uuid.js';

const LEADER = 8;
const TICKS_PER_MS = 10_000n;

export interface ClusterMember {
  readonly nodeId: Buffer;
  readonly host: string;
  readonly port: number;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

/** A cluster of one: this node, alive and the leader. */
export const clusterInfo = (member: ClusterMember): Buffer =>
  new ProtoWriter(128)
    .frame((info) => {
      info.message(1, (self) => {
        self
          .bytes(1, uuidMessage(member.nodeId, 'text'))
          .uint64(2, BigInt(member.at) * TICKS_PER_MS)
          .uint64(3, LEADER)
          .bool(4, true)
          .message(5, (endPoint) => {
            endPoint.text(1, member.host).uint64(2, member.port);
          });
      });
    })
    .finish();
