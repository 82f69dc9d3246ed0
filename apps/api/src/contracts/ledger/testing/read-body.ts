import { RefusedRequest } from '../../../http/refused-request.js';
import type { DtoClass } from '../../../http/shape/nested.js';
import { JsonBodyPipe } from '../../../http/shape/json-body.pipe.js';
import { ledgerReading } from '../ledger-reading.js';

/** Reads a JSON text as the body of a request. */
export const readBody = <T extends object>(dto: DtoClass<T>, text: string): T =>
  new JsonBodyPipe(dto, ledgerReading).transform(Buffer.from(text));

/** Where a JSON text is wrong as the body of a request: the paths of its violations. */
export const violationsOf = (dto: DtoClass, text: string): readonly string[] => {
  try {
    readBody(dto, text);
    return [];
  } catch (error) {
    if (!(error instanceof RefusedRequest)) throw error;
    return (error.refusal.violations ?? []).map(({ path }) => `/${path.join('/')}`);
  }
};
