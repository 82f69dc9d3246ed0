import { hash } from 'node:crypto';
import { chainStart, linkOf, readMetadata } from '#event-log/offline';
import type { EventMetadata } from '#event-log/offline';
import type { Line, LineHead } from '../lines/line-head.js';
import { decodeText } from '../lines/text-of.js';

/** What the chain covers, as the line has it. */
export interface Content {
  readonly type: string;
  readonly data: unknown;
  /** Without `chain`, unless it was checked. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The metadata, if it was checked as it was read. */
  readonly checked?: EventMetadata | undefined;
  /** Whether a text may have characters in it that are written escaped. */
  readonly hasEscapes: boolean;
}

const brace = '{'.charCodeAt(0);
const dataName = '"data":';
const metadataName = ',"metadata":';

/** The content of a line, or `undefined` if it is none. */
export const contentOf = (line: Line, head: LineHead): Content | undefined =>
  readContent(line, head) ?? parsedContent(line, head);

/**
 * The content of a line that is written as nearly all are. Its data alone are parsed; `undefined` for any other spelling,
 * which says nothing about the line.
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

/** The content of any line that JSON has a reading of. */
export const parsedContent = (
  { buffer, end }: Line,
  { dataStart }: LineHead,
): Content | undefined => {
  // A byte of the head, which has been read.
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
 * Whether the line's chain value follows from the one before it: its own bytes are hashed, in place, with the value before
 * it written over the end of the head. Nothing is brought into another form first: what another reader may see otherwise,
 * such as a member that stands there twice, is not what was hashed (docs/decisions/0017).
 */
export const isChainedTo = (previous: string, line: Line, head: LineHead): boolean =>
  head.chain !== '' && rawChain(previous, line, head) === head.chain;

/** Whether the content is the one that the chain value covers, and only spelled in another way than it was hashed. */
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
  // The head has its own chain value in it, so it is longer than what is written here.
  const start = dataStart - 1 - chainBytes;
  buffer.write(previous, start, 'latin1');
  return hash('sha256', buffer.subarray(start, end));
};
