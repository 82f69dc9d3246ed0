import type { StoredEvent } from '#event-log/offline';
import { canonicalJson } from '#ledger';

/**
 * An event of the log as one line of an export. The members have this order. The last three are
 * written as the chain covers them (RFC 8785): the chain value is the SHA-256 of the previous chain
 * value followed by `{` and the line from `"data":` on (docs/decisions/0017). `chain` is the only
 * member of the metadata that is written before them.
 *
 * Content that is not JSON is written as a placeholder; see `jsonText`.
 */
export const eventLine = (event: StoredEvent): string => {
  const { chain, ...metadata } = fieldsOf(event.metadata);
  const head = headText(event, isChain(chain) ? chain : '');
  return `${head},"data":${jsonText(event.data)},"metadata":${jsonText(metadata)},"type":${canonicalJson(event.type)}}\n`;
};

const headText = ({ position, streamId, revision, id }: StoredEvent, chain: string): string =>
  `{"position":"${position?.commit ?? ''}","stream":${JSON.stringify(streamId)},"revision":${revision},` +
  `"id":${JSON.stringify(id)},"chain":"${chain}"`;

const fieldsOf = (metadata: unknown): Readonly<Record<string, unknown>> =>
  typeof metadata === 'object' && metadata !== null && !(metadata instanceof Uint8Array)
    ? (metadata as Readonly<Record<string, unknown>>)
    : {};

const isChain = (chain: unknown): chain is string =>
  typeof chain === 'string' && /^[0-9a-f]{64}$/.test(chain);

/** The ledger writes only JSON. Anything else is shown, and its chain value cannot hold. */
const jsonText = (value: unknown): string => {
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  try {
    return canonicalJson(value ?? null);
  } catch {
    return '"no JSON"';
  }
};

/** The members before an event's content in a line of an export. */
export interface LineHead {
  /** Digits without leading zeros. */
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  /** Hex; empty if the event has none. */
  readonly chain: string;
  /** Offset of `"data":` in the buffer. */
  readonly dataStart: number;
}

/** A line as bytes of a buffer, without its line feed. */
export interface Line {
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Long enough for nearly every head; only the name of a stream can make it longer. */
const headBytesExpected = 320;

/** Reads the head of a line written by `eventLine`; `undefined` for any other line. */
export const lineHead = ({ buffer, start, end }: Line): LineHead | undefined => {
  const short = Math.min(end, start + headBytesExpected);
  return (
    headIn(buffer.toString('latin1', start, short), start) ??
    (end > short ? headIn(buffer.toString('latin1', start, end), start) : undefined)
  );
};

/**
 * Returns the stream of a line, from its beginning alone. For a line without a readable head the
 * result means nothing.
 */
export const streamOfLine = (line: Line): string | undefined => {
  const { buffer, start, end } = line;
  const text = buffer.toString('latin1', start, Math.min(end, start + streamBytesExpected));
  const positionEnd = text.indexOf('"', names.position.length);
  const streamAt = positionEnd + names.stream.length;
  const streamEnd = text.indexOf('"', streamAt);
  if (positionEnd < 0 || streamEnd < 0) return lineHead(line)?.stream;
  const stream = text.slice(streamAt, streamEnd);
  return plain.test(stream) ? stream : lineHead(line)?.stream;
};

const streamBytesExpected = 120;

const names = {
  position: '{"position":"',
  stream: '","stream":"',
  revision: '","revision":',
  id: ',"id":"',
  chain: '","chain":"',
  data: '","data":',
};
const chainLength = 64;

/**
 * Parsed by hand, because each line passes here twice and a regular expression takes several times
 * as long.
 */
const headIn = (text: string, start: number): LineHead | undefined => {
  if (!text.startsWith(names.position)) return undefined;
  const positionAt = names.position.length;
  const positionEnd = text.indexOf('"', positionAt);
  if (!text.startsWith(names.stream, positionEnd)) return undefined;
  const streamAt = positionEnd + names.stream.length;
  const streamEnd = endOfText(text, streamAt);
  if (!text.startsWith(names.revision, streamEnd)) return undefined;
  const revisionAt = streamEnd + names.revision.length;
  const revisionEnd = text.indexOf(',', revisionAt);
  if (!text.startsWith(names.id, revisionEnd)) return undefined;
  const idAt = revisionEnd + names.id.length;
  const idEnd = text.indexOf('"', idAt);
  if (!text.startsWith(names.chain, idEnd)) return undefined;
  const chainAt = idEnd + names.chain.length;
  const chainEnd = text[chainAt] === '"' ? chainAt : chainAt + chainLength;
  if (!text.startsWith(names.data, chainEnd)) return undefined;
  const position = text.slice(positionAt, positionEnd);
  const revision = text.slice(revisionAt, revisionEnd);
  const chain = text.slice(chainAt, chainEnd);
  // A malformed chain value fails later, when it is compared with the computed one.
  if (!isPosition.test(position) || !isRevision.test(revision)) return undefined;
  const stream = streamIn(text.slice(streamAt, streamEnd));
  if (stream === undefined) return undefined;
  return {
    position,
    stream,
    revision: Number(revision),
    id: text.slice(idAt, idEnd),
    chain,
    dataStart: start + chainEnd + '",'.length,
  };
};

const isPosition = /^(0|[1-9]\d{0,18})$/;
/** The event that ends a deleted stream has the largest revision there is. */
const isRevision = /^(0|[1-9]\d{0,18})$/;
const plain = /^[ !#-[\]-~]*$/;

/** Offset of the quote that ends a JSON string. */
const endOfText = (text: string, from: number): number => {
  let end = text.indexOf('"', from);
  while (end > from && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
};

const isEscaped = (text: string, at: number): boolean => {
  let first = at;
  while (text[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
};

const streamIn = (text: string): string | undefined => (plain.test(text) ? text : decoded(text));

/**
 * Decodes a name that was read as Latin-1, in which offsets are those of bytes. Returns `undefined`
 * for a spelling that an export never writes, such as an escape that is not needed.
 */
const decoded = (latin1: string): string | undefined => {
  const text = `"${Buffer.from(latin1, 'latin1').toString('utf8')}"`;
  try {
    const stream = JSON.parse(text) as string;
    return JSON.stringify(stream) === text ? stream : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Returns whether one position is before another. Both are digits without leading zeros, compared
 * without converting them to numbers.
 */
export const isBefore = (one: string, other: string): boolean =>
  one.length === other.length ? one < other : one.length < other.length;
