import type { LosslessNumber } from 'lossless-json';

/** A JSON value whose numbers kept their text. */
export type JsonValue = string | boolean | null | LosslessNumber | JsonList | JsonObject;
export type JsonList = readonly JsonValue[];
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

export { isLosslessNumber as isJsonNumber, LosslessNumber as JsonNumber } from 'lossless-json';
