import { hash } from 'node:crypto';
import { chainStart, linkOf } from '#event-log/offline';
import type { Line, LineHead } from '../lines/line-head.js';

/** What the chain covers, as the line has it. */
export interface Content {
  readonly type: string;
  readonly data: unknown;
  /** Without `chain`. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Whether a text may have characters in it that are written escaped. */
  readonly hasEscapes: boolean;
}

const brace = '{'.charCodeAt(0);

/** The content of a line, or `undefined` if it is none. */
export const contentOf = ({ buffer, end }: Line, { dataStart }: LineHead): Content | undefined => {
  // A byte of the head, which has been read.
  buffer[dataStart - 1] = brace;
  try {
    const text = buffer.toString('utf8', dataStart - 1, end);
    const content = JSON.parse(text) as object;
    if (!isContent(content)) return undefined;
    content.hasEscapes = text.includes('\\');
    return content;
  } catch {
    return undefined;
  }
};

const isContent = (
  content: object,
): content is { -readonly [Name in keyof Content]: Content[Name] } =>
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
export const followsFrom = (previous: string, line: Line, head: LineHead): boolean =>
  head.chain !== '' && rawChain(previous, line, head) === head.chain;

/** Whether the content is the one that the chain value covers, and only spelled in another way than it was hashed. */
export const isSpelledOtherwise = (previous: string, { chain }: LineHead, content: Content) => {
  try {
    return linkOf(previous, content).chain === chain;
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
