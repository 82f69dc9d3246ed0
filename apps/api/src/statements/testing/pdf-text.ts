import { inflateSync } from 'node:zlib';

/** The text that can be selected in a PDF of ours, a string for each piece that was drawn, in order. */
export const pdfText = (bytes: Buffer): string[] => {
  const pieces: string[] = [];
  for (
    let from = bytes.indexOf('stream\n');
    from >= 0;
    from = bytes.indexOf('stream\n', from + 1)
  ) {
    const end = bytes.indexOf('\nendstream', from);
    if (bytes.subarray(from - 3, from).toString() === 'end' || end < 0) continue;
    pieces.push(...textIn(bytes.subarray(from + 'stream\n'.length, end)));
  }
  return pieces;
};

const textIn = (stream: Buffer): string[] => {
  const content = inflateSync(stream).toString('latin1');
  return [...content.matchAll(/\[([^\]]*)\] TJ/g)].map(([, shown = '']) =>
    [...shown.matchAll(/<([0-9a-f]*)>/g)]
      .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
      .join(''),
  );
};
