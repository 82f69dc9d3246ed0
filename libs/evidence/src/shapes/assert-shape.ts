import { storable } from './shape.js';
import type { ShapeCheck } from './shape.js';

/** An event whose content the ledger would not have written. */
export class MalformedEvent extends Error {
  override readonly name = 'Misshapen';

  constructor(pointer: string) {
    super(`${pointer} is missing or malformed`);
  }
}

/** Throws `Misshapen`. What comes behind takes every member of the data for what its type says. */
export const assertShape = (shape: ShapeCheck, data: unknown): void => {
  const wrong = shape(data);
  if (wrong !== undefined) throw new MalformedEvent(`data${wrong}`);
};

/** Throws `Misshapen` for texts in any part of an event that no database takes. */
export const assertStorable = (event: { readonly data: unknown; readonly metadata: unknown }) => {
  const wrong = storable({ data: event.data, metadata: event.metadata });
  if (wrong !== undefined) throw new MalformedEvent(wrong.slice(1));
};
