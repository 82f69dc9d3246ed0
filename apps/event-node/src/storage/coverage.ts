/** How far an index covers the log. */
export interface Coverage {
  /** The position of the first record that is not covered. */
  readonly end: number;
  /** How many events are covered. */
  readonly events: number;
  /** The position of the last of them, 0 without any. */
  readonly last: number;
  /** The number of the next new stream. */
  readonly nextStreamNumber: number;
}

export const noCoverage: Coverage = { end: 0, events: 0, last: 0, nextStreamNumber: 1 };

/** The format of the index: one of another format is made anew from the log. */
const FORMAT = 2;

/** The coverage as stored, with the log that it is of. */
export const encodeCoverage = (coverage: Coverage, logId: Buffer): Buffer =>
  Buffer.from(JSON.stringify({ format: FORMAT, log: logId.toString('hex'), ...coverage }));

/** What is stored of the coverage: undefined as `coverage` if the index has another format. */
export interface StoredCoverage {
  /** The id of the log that the index is of, in hexadecimal. */
  readonly log: string;
  readonly coverage: Coverage | undefined;
}

export const decodeCoverage = (bytes: Buffer): StoredCoverage => {
  const stored = JSON.parse(bytes.toString('utf8')) as Coverage & { format: number; log: string };
  const { format, log, ...coverage } = stored;
  return { log, coverage: format === FORMAT ? coverage : undefined };
};
