/** What stands before an event's content in a line of an export. */
export interface LineHead {
  readonly position: bigint;
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

const pattern =
  /^\{"position":"(\d{1,19})","stream":"((?:[^"\\]|\\.)*)","revision":(\d{1,15}),"id":"([^"\\]*)","chain":"([0-9a-f]{64}|)",(?="data":)/;

/** Nearly every head; the names of streams may be longer. */
const headBytesExpected = 320;

/** The head of a line that has the layout of `eventLine`, or `undefined` for any other. */
export const lineHead = ({ buffer, start, end }: Line): LineHead | undefined => {
  const short = Math.min(end, start + headBytesExpected);
  const match =
    pattern.exec(buffer.toString('latin1', start, short)) ??
    (end > short ? pattern.exec(buffer.toString('latin1', start, end)) : null);
  if (match === null) return undefined;
  const [head, position = '', stream = '', revision, id = '', chain = ''] = match;
  return {
    position: BigInt(position),
    stream: plain.test(stream) ? stream : decoded(stream),
    revision: Number(revision),
    id,
    chain,
    dataStart: start + head.length,
  };
};

const plain = /^[ !#-[\]-~]*$/;

const decoded = (latin1: string): string => {
  const text = Buffer.from(latin1, 'latin1').toString('utf8');
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
};
