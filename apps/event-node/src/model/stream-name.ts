const metadataPrefix = '$$';

/** `$$s` holds the metadata of `s`. */
export const isMetadataStream = (name: string): boolean => name.startsWith(metadataPrefix);

export const metadataStreamOf = (name: string): string => metadataPrefix + name;

export const streamOfMetadata = (metadataStream: string): string =>
  metadataStream.slice(metadataPrefix.length);

/** Length in UTF-8 without the prefix of metadata. Percent-encoded it still fits a gRPC trailer. */
export const streamNameBytesMax = 4_096;

export const isStreamNameTooLong = (name: string): boolean =>
  Buffer.byteLength(isMetadataStream(name) ? streamOfMetadata(name) : name, 'utf8') >
  streamNameBytesMax;

/**
 * True for a name that is neither empty, nor the metadata stream of an empty name, nor too long.
 */
export const isValidStreamName = (name: string): boolean =>
  name !== '' && name !== metadataPrefix && !isStreamNameTooLong(name);
