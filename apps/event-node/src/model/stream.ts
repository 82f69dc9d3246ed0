const metadataPrefix = '$$';

/** True for the name of a metadata stream: `$$s` holds the metadata of `s`. */
export const isMetadataStream = (name: string): boolean => name.startsWith(metadataPrefix);

export const metadataStreamOf = (name: string): string => metadataPrefix + name;

export const streamOfMetadata = (metadataStream: string): string =>
  metadataStream.slice(metadataPrefix.length);

/**
 * The limit of a stream name in bytes of UTF-8, without the prefix `$$`. Some errors return the
 * stream name, percent-encoded, in a gRPC trailer. The limit is low enough that the name fits into
 * the trailer.
 */
export const streamNameBytesMax = 4_096;

export const isStreamNameTooLong = (name: string): boolean =>
  Buffer.byteLength(isMetadataStream(name) ? streamOfMetadata(name) : name, 'utf8') >
  streamNameBytesMax;

/**
 * True for a name that is not empty, not `$$` (the metadata stream of an empty name), and not too
 * long.
 */
export const isValidStreamName = (name: string): boolean =>
  name !== '' && name !== metadataPrefix && !isStreamNameTooLong(name);

/**
 * The limits that the metadata of a stream sets for reading the stream (event-node.md, "Deleted
 * streams and metadata").
 */
export interface StreamMetadata {
  readonly maxCount: number | undefined;
  /** Events below this revision cannot be read. */
  readonly truncateBefore: number | undefined;
  readonly maxAgeSeconds: number | undefined;
  readonly isSoftDeleted: boolean;
}

export const noLimits: StreamMetadata = {
  maxCount: undefined,
  truncateBefore: undefined,
  maxAgeSeconds: undefined,
  isSoftDeleted: false,
};

/** The type of the events in a metadata stream. */
export const metadataType = '$metadata';

/** The limits of a metadata stream itself: only its newest event can be read. */
export const metadataOfMetadata: StreamMetadata = { ...noLimits, maxCount: 1 };

/**
 * The value of `$tb` (truncate before) in a deleted stream: the metadata has 2^63 - 1, which
 * JSON.parse rounds up to 2^63.
 */
const deletedBound = 2 ** 63;

/**
 * The metadata that a delete writes. The JSON is written by hand, because JSON.stringify cannot
 * write all digits of 2^63 - 1.
 */
export const deletedMetadata = Buffer.from('{"$tb":9223372036854775807}');

const parseObject = (json: Buffer): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(json.toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

const isLimit = (value: unknown, min: number): value is number | undefined =>
  value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= min);

/** Parses the metadata of a stream. Invalid metadata sets no limits, as in EventStoreDB. */
export const parseStreamMetadata = (json: Buffer): StreamMetadata => {
  const fields = parseObject(json) ?? {};
  const maxCount = fields['$maxCount'];
  const truncateBefore = fields['$tb'];
  const maxAgeSeconds = fields['$maxAge'];
  if (!isLimit(maxCount, 1) || !isLimit(truncateBefore, 0) || !isLimit(maxAgeSeconds, 1)) {
    return noLimits;
  }
  const isSoftDeleted = truncateBefore !== undefined && truncateBefore >= deletedBound;
  return { maxCount, truncateBefore, maxAgeSeconds, isSoftDeleted };
};

/**
 * The new metadata of a deleted stream to which events are appended again. Reads begin at
 * `revision`, so that the deleted events stay hidden. All other keys are kept.
 */
export const metadataFrom = (json: Buffer, revision: number): Buffer =>
  Buffer.from(JSON.stringify({ ...parseObject(json), $tb: revision }));
