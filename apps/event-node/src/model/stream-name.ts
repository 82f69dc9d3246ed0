const METADATA_PREFIX = '$$';

/** `$$s` holds the metadata of `s`. */
export const isMetadataStream = (name: string): boolean => name.startsWith(METADATA_PREFIX);

export const metadataStreamOf = (name: string): string => METADATA_PREFIX + name;

export const streamOfMetadata = (metadataStream: string): string =>
  metadataStream.slice(METADATA_PREFIX.length);

/** In UTF-8, without the prefix of metadata: percent-encoded it still fits a gRPC trailer. */
export const STREAM_NAME_BYTES_MAX = 4_096;

export const isStreamNameTooLong = (name: string): boolean =>
  Buffer.byteLength(isMetadataStream(name) ? streamOfMetadata(name) : name, 'utf8') >
  STREAM_NAME_BYTES_MAX;

/** Neither nothing nor the metadata of nothing (event-node.md, section 3), and not too long. */
export const isValidStreamName = (name: string): boolean =>
  name !== '' && name !== METADATA_PREFIX && !isStreamNameTooLong(name);
