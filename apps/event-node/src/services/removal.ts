import { readRemovalRequest } from '../messages/append-request.js';
import { removalResponse } from '../messages/append-response.js';
import {
  diskFullFailure,
  logDamagedFailure,
  malformedFailure,
  streamDeletedFailure,
  unavailableAtStop,
  unavailableFailure,
  wrongRevisionFailure,
  writeTimeoutFailure,
} from '../protocol/failures.js';
import type { GrpcCall } from '../protocol/grpc-call.js';
import { isValidStreamName } from '../streams/stream-name.js';
import type { NodeCore } from './node-core.js';

const REQUEST_BYTES = 256;

/** Delete and Tombstone: alike but for what they write. */
export const handleRemoval =
  (core: NodeCore, kind: 'delete' | 'tombstone', call: GrpcCall) =>
  (message: Buffer): void => {
    const { streamName, expected } = readRemovalRequest(message);
    if (!isValidStreamName(streamName)) throw malformedFailure('Invalid stream name.');
    if (!core.budget.take(REQUEST_BYTES)) throw writeTimeoutFailure('Too many writes are waiting.');
    call.failureAtStop = unavailableAtStop;
    core.writer.submit({
      kind,
      streamName,
      expected,
      bytes: REQUEST_BYTES,
      settle: (outcome) => {
        core.budget.giveBack(REQUEST_BYTES);
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
