import { decodeNumber, encodeNumber } from './number-bytes.js';

/** The metadata that counts for a stream, with the position it was written at. */
export interface StoredMetadata {
  readonly position: number;
  /** Empty if the event was no JSON. */
  readonly json: Buffer;
}

export const encodeMetadata = ({ position, json }: StoredMetadata): Buffer =>
  Buffer.concat([encodeNumber(position), json]);

export const decodeMetadata = (bytes: Buffer): StoredMetadata => ({
  position: decodeNumber(bytes),
  json: bytes.subarray(6),
});
