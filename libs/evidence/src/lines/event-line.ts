import type { StoredEvent } from '#event-log/offline';
import { canonicalJson } from '#ledger';

/**
 * Returns an event as one line of an export, always with the members in this order. The chain value
 * of an event is a SHA-256 over the chain value of the event before it in the stream, `{`, and the
 * line from `"data":` to its end (docs/decisions/0017). The last part is canonical JSON (RFC 8785).
 * The event store has the chain value in the event's metadata. The line has the chain value before
 * `"data":`, because a hash cannot cover itself.
 *
 * Content that is not JSON is replaced by a placeholder; see `jsonText`.
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

/**
 * The ledger writes only JSON. Other content becomes a placeholder, and the verification then
 * reports that the content does not match the event's hash, its chain value.
 */
const jsonText = (value: unknown): string => {
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  try {
    return canonicalJson(value ?? null);
  } catch {
    return '"no JSON"';
  }
};

/** The members of an export line before the event's content. */
export interface LineHead {
  /** Digits without leading zeros. */
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  /** The event's chain value, a SHA-256 in hex; an empty text if the event has none. */
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

/**
 * Expected length of a line's head (the part before `"data":`), in bytes. Only a head with an
 * unusually long stream name is longer.
 */
const headBytesExpected = 320;

/**
 * Reads the head of a line, the part before `"data":`. Returns `undefined` for a line that
 * `eventLine` cannot have written.
 */
export const lineHead = ({ buffer, start, end }: Line): LineHead | undefined => {
  const short = Math.min(end, start + headBytesExpected);
  return (
    headIn(buffer.toString('latin1', start, short), start) ??
    (end > short ? headIn(buffer.toString('latin1', start, end), start) : undefined)
  );
};

/**
 * Reads only the name of the stream, which is faster than reading the whole head. For a line whose
 * head is malformed, the name may be wrong.
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
 * No regular expression is used here, because it would take several times as long, and every line
 * of an export is read twice.
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
  // The form of the chain value (a hash) is not checked here, because a malformed value cannot
  // equal the hash that is computed later.
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
/** Up to 19 digits: the last event of a deleted stream has the largest possible revision. */
const isRevision = /^(0|[1-9]\d{0,18})$/;
const plain = /^[ !#-[\]-~]*$/;

/** Offset of the quote at the end of a JSON string. */
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
 * Decodes a stream name that has escapes or characters outside ASCII. The line was read as Latin-1,
 * in which each character is one byte, so that offsets in the text are offsets in the buffer.
 * Returns `undefined` if an export would spell the name differently, for example without a needless
 * escape.
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
 * True if the first position comes before the second. Both are digits without leading zeros, so
 * they need not be converted to numbers.
 */
export const isBefore = (one: string, other: string): boolean =>
  one.length === other.length ? one < other : one.length < other.length;
