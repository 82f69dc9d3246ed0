import { inflateSync } from 'node:zlib';

/** The texts of a PDF that was drawn by this library, one string for each piece of text. */
export const pdfText = (bytes: Buffer): string[] => streamsIn(bytes).flatMap(textIn);

const streamsIn = (bytes: Buffer): string[] => {
  const streams: string[] = [];
  for (
    let from = bytes.indexOf('stream\n');
    from >= 0;
    from = bytes.indexOf('stream\n', from + 1)
  ) {
    const end = bytes.indexOf('\nendstream', from);
    if (bytes.subarray(from - 3, from).toString() === 'end' || end < 0) continue;
    streams.push(inflateSync(bytes.subarray(from + 'stream\n'.length, end)).toString('latin1'));
  }
  return streams;
};

const textIn = (content: string): string[] => {
  return [...content.matchAll(/\[([^\]]*)\] TJ/g)].map(([, shown = '']) =>
    [...shown.matchAll(/<([0-9a-f]*)>/g)]
      .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
      .join(''),
  );
};

/** All letters that the fonts embedded in the PDF can show. */
export const unicodeIn = (bytes: Buffer): Set<string> =>
  new Set(
    streamsIn(bytes)
      .filter((content) => content.includes('beginbfrange'))
      .flatMap((content) => [...content.matchAll(/beginbfrange\n([^]*?)endbfrange/g)])
      .flatMap(([, ranges = '']) => [...ranges.matchAll(/\[([^\]]*)\]/g)])
      .flatMap(([, list = '']) => [...list.matchAll(/<([0-9a-f]{4})>/g)])
      .map(([, hex = '']) => String.fromCharCode(parseInt(hex, 16)))
      .filter((letter) => letter !== '\0'),
  );
