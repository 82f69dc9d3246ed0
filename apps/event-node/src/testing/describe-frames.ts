import streams from '@eventstore/db-client/generated/streams_pb.js';
import { ByteBudget } from '../model/node-limits.js';
import { FrameDecoder } from '../protocol/frame-decoder.js';

/** One line for each frame of a Read call, as the official client decodes it. */
export const describeFrames = (frames: Buffer): string[] =>
  new FrameDecoder(1_000_000, new ByteBudget(1_000_000)).push(frames).map((message) => {
    const response = streams.ReadResp.deserializeBinary(message);
    const event = response.getEvent()?.getEvent();
    if (event) return `event ${event.getMetadataMap().get('type')} ${event.getCommitPosition()}`;
    const checkpoint = response.getCheckpoint();
    if (checkpoint) return `checkpoint ${checkpoint.getCommitPosition()}`;
    return response.hasCaughtUp() ? 'caught up' : 'something else';
  });
