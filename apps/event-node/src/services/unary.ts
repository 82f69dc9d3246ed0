import { malformedFailure } from '../protocol/failures.js';
import type { CallHandler, GrpcCall } from '../protocol/grpc-call.js';

/**
 * A call with one request message; the answer is the handler's, in as many messages as it wants.
 */
export const onRequest = (call: GrpcCall, handle: (request: Buffer) => void): CallHandler => {
  let isHandled = false;
  return {
    onMessage: (message) => {
      if (isHandled) throw malformedFailure('The call takes one message.');
      isHandled = true;
      handle(message);
    },
    onHalfClose: () => {
      if (!isHandled) call.fail(malformedFailure('The call has no message.'));
    },
  };
};
