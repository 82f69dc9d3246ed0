import { json } from './shape.js';
import type { Shape } from './shape.js';

/** An event whose content the ledger would not have written. */
export class Misshapen extends Error {
  override readonly name = 'Misshapen';

  constructor(part: string, pointer: string) {
    super(`${part}${pointer} is missing or malformed`);
  }
}

interface Shaped {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}

/** Throws `Misshapen`. What comes behind takes every member for what its type says, databases as well. */
export const assertShape = (shape: Shape, { data, metadata }: Shaped): void => {
  const inData = shape(data);
  if (inData !== undefined) throw new Misshapen('data', inData);
  const inMetadata = json(metadata);
  if (inMetadata !== undefined) throw new Misshapen('metadata', inMetadata);
};
