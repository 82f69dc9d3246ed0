import type { Segment } from '../export/manifest.js';
import type { SegmentRange } from '../export/scan-export.js';
import { partitionBytesMax } from './part-key.js';

/** A smaller stretch is read before a thread has begun. Together they are more than is left undivided. */
const stretchBytesDefault = 2 * partitionBytesMax;

/** Divides the segments of an export into stretches of about the same length, at most `most` of them. */
export const stretchesOf = (
  segments: readonly Segment[],
  most: number,
  stretchBytes = stretchBytesDefault,
): SegmentRange[] => {
  const total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  const count = Math.max(1, Math.min(most, segments.length, Math.floor(total / stretchBytes)));
  const ranges: SegmentRange[] = [];
  let [from, bytes] = [0, 0];
  for (const [index, segment] of segments.entries()) {
    bytes += segment.bytes;
    // In the middle of a segment, the boundary moves to the nearer end of it.
    const isEnd =
      bytes + (segments[index + 1]?.bytes ?? 0) / 2 >= (total * (ranges.length + 1)) / count;
    if (!isEnd && index < segments.length - 1) continue;
    if (ranges.length === count - 1 && index < segments.length - 1) continue;
    ranges.push({ from, to: index + 1 });
    from = index + 1;
  }
  return ranges;
};
