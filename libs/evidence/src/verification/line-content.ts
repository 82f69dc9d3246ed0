import { hash } from 'node:crypto';
import { chainStart, linkOf, readMetadata } from '#event-log/offline';
import type { EventMetadata } from '#event-log/offline';
import type { Line, LineHead } from '../lines/event-line.js';
import { decodeText } from '../lines/line-splitter.js';

/** The part of a line that the chain covers. */
export interface Content {
  readonly type: string;
  readonly data: unknown;
  /** Without `chain`, unless the metadata were checked. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The metadata, if they were checked while they were read. */
  readonly checked?: EventMetadata | undefined;
  /** True if a text may contain escaped characters. */
  readonly hasEscapes: boolean;
}

const brace = '{'.charCodeAt(0);
const dataName = '"data":';
const metadataName = ',"metadata":';

/** Returns the content of a line; `undefined` if it has none. */
export const contentOf = (line: Line, head: LineHead): Content | undefined =>
  readContent(line, head) ?? parsedContent(line, head);

/**
 * Reads a line in the usual spelling, of which only the data are parsed as JSON. `undefined` for
 * any other spelling, which may still be valid.
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

/** The type at the end of a line. */
const typeAt = (text: string, from: number): string | undefined => {
  typeLayout.lastIndex = from;
  return typeLayout.exec(text)?.[1];
};

const typeLayout = /,"type":"([A-Za-z]+)"\}$/y;

/** Parses the content of a line in any spelling of JSON. */
export const parsedContent = (
  { buffer, end }: Line,
  { dataStart }: LineHead,
): Content | undefined => {
  // This byte belongs to the head, which has been read already.
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
 * Returns whether the line's chain value follows from the previous one. The bytes of the line are
 * hashed in place, after the previous value is written over the end of the head. They are not
 * normalised: a line that another reader may read differently, such as one with a repeated member,
 * is not the one that was hashed (docs/decisions/0017).
 */
export const isChainedTo = (previous: string, line: Line, head: LineHead): boolean =>
  head.chain !== '' && rawChain(previous, line, head) === head.chain;

/** Returns whether the content matches the chain value and only its spelling differs. */
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
  // The head is longer than this: it contains a chain value of its own.
  const start = dataStart - 1 - chainBytes;
  buffer.write(previous, start, 'latin1');
  return hash('sha256', buffer.subarray(start, end));
};
