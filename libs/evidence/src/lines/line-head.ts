/** What stands before an event's content in a line of an export. */
export interface LineHead {
  /** Digits, without zeros in front. */
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  /** Hex, or empty where the event has none. */
  readonly chain: string;
  /** Where `"data":` begins in the buffer. */
  readonly dataStart: number;
}

/** Bytes of a buffer, without the line feed. */
export interface Line {
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Nearly every head; the names of streams may be longer. */
const headBytesExpected = 320;

/** The head of a line that has the layout of `eventLine`, or `undefined` for any other. */
export const lineHead = ({ buffer, start, end }: Line): LineHead | undefined => {
  const short = Math.min(end, start + headBytesExpected);
  return (
    headIn(buffer.toString('latin1', start, short), start) ??
    (end > short ? headIn(buffer.toString('latin1', start, end), start) : undefined)
  );
};

/**
 * The stream that a line with a readable head names, by a look at its beginning only. Of other lines it says anything,
 * or nothing.
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

/** By hand, because every line passes here twice; an expression takes several times as long. */
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
  // A chain value that is none fails where it is compared with what it has to be.
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
/** The event store gives the event that ends a stream for good the largest number there is. */
const isRevision = /^(0|[1-9]\d{0,18})$/;
const plain = /^[ !#-[\]-~]*$/;

/** Where the quote stands that ends a JSON text. */
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
 * The text was read as Latin-1, for its offsets to be those of bytes. One that is spelled in another way than the export
 * spells it is no head of ours.
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
