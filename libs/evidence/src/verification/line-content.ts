import { hash } from 'node:crypto';
import { chainStart, linkOf, readMetadata } from '#event-log/offline';
import type { EventMetadata } from '#event-log/offline';
import type { Line, LineHead } from '../lines/event-line.js';
import { decodeText } from '../lines/line-splitter.js';

/** The content of one event in an export line: the part that its chain value, a hash, covers. */
export interface Content {
  readonly type: string;
  readonly data: unknown;
  /**
   * The event's metadata. An export line has the chain value (the event's hash) outside the
   * metadata. The fast parser `readMetadata` adds it as the member `chain`; after the slower
   * `parsedContent` the member is missing.
   */
  readonly metadata: Readonly<Record<string, unknown>>;
  /**
   * The metadata as the fast parser (`readMetadata`) has checked them; `undefined` if the line
   * needed the slower `parsedContent`.
   */
  readonly checked?: EventMetadata | undefined;
  /** True if a text contains a backslash, so that it may have escaped characters. */
  readonly hasEscapes: boolean;
}

const brace = '{'.charCodeAt(0);
const dataName = '"data":';
const metadataName = ',"metadata":';

/**
 * Reads type, data and metadata of the event in a line; `undefined` if the line is not JSON of an
 * event.
 */
export const contentOf = (line: Line, head: LineHead): Content | undefined =>
  readContent(line, head) ?? parsedContent(line, head);

/**
 * The fast way for lines as the ledger writes them: only the data are parsed as JSON. Returns
 * `undefined` for a line in any other spelling, which `parsedContent` then parses.
 */
const readContent = ({ buffer, end }: Line, head: LineHead): Content | undefined => {
  const { dataStart, chain } = head;
  const text = buffer.toString('latin1', dataStart, end);
  const dataEnd = text.indexOf(`${metadataName}{"action":`);
  if (dataEnd < 0 || chain === '') return undefined;
  const read = readMetadata(text, { from: dataEnd + metadataName.length, chain });
  const type = read && typeAt(text, read.end);
  if (read === undefined || type === undefined) return undefined;
  try {
    const start = dataStart + dataName.length;
    const data: unknown = JSON.parse(decodeText(buffer, start, dataStart + dataEnd));
    const { metadata } = read;
    const hasEscapes = text.includes('\\');
    return {
      type,
      data,
      metadata: metadata as object as Content['metadata'],
      checked: metadata,
      hasEscapes,
    };
  } catch {
    return undefined;
  }
};

/** The event type, which is the last member of the line. */
const typeAt = (text: string, from: number): string | undefined => {
  typeLayout.lastIndex = from;
  return typeLayout.exec(text)?.[1];
};

const typeLayout = /,"type":"([A-Za-z]+)"\}$/y;

/** Parses the content of a line with `JSON.parse`, which accepts any spelling of JSON. */
export const parsedContent = (
  { buffer, end }: Line,
  { dataStart }: LineHead,
): Content | undefined => {
  // The byte before the content is overwritten with `{`, so that the content is a complete JSON
  // object. The overwritten byte belongs to the beginning of the line, which was already read.
  buffer[dataStart - 1] = brace;
  try {
    const text = decodeText(buffer, dataStart - 1, end);
    const content = JSON.parse(text) as object;
    if (!isContent(content)) return undefined;
    const { type, data, metadata } = content;
    return { type, data, metadata, hasEscapes: text.includes('\\') };
  } catch {
    return undefined;
  }
};

const isContent = (content: object): content is Content =>
  'data' in content &&
  'type' in content &&
  'metadata' in content &&
  typeof content.type === 'string' &&
  typeof content.metadata === 'object' &&
  content.metadata !== null &&
  !Array.isArray(content.metadata);

/**
 * True if the line's chain value is the hash of the previous event's chain value and the line's
 * content. The bytes are hashed unchanged. A line that was parsed and written again could pass
 * although other JSON parsers understand it differently (docs/decisions/0017). To save a copy, the
 * previous chain value is written into the line, directly before the content.
 */
export const isChainedTo = (previous: string, line: Line, head: LineHead): boolean =>
  head.chain !== '' && rawChain(previous, line, head) === head.chain;

/**
 * True if the chain value (a hash) matches the content after it was parsed and written as the
 * ledger writes JSON. Called for a line whose bytes do not match the chain value.
 */
export const isSpelledOtherwise = (previous: string, line: Line, head: LineHead): boolean => {
  const content = parsedContent(line, head);
  try {
    return content !== undefined && linkOf(previous, content).chain === head.chain;
  } catch {
    return false;
  }
};

const chainBytes = 64;

const rawChain = (previous: string, { buffer, end }: Line, { dataStart }: LineHead): string => {
  buffer[dataStart - 1] = brace;
  if (previous === chainStart) return hash('sha256', buffer.subarray(dataStart - 1, end));
  // The previous chain value is written over the beginning of the line, directly before the
  // content. There is enough room, because the beginning has a chain value of the same length.
  const start = dataStart - 1 - chainBytes;
  buffer.write(previous, start, 'latin1');
  return hash('sha256', buffer.subarray(start, end));
};
