import { HttpError } from '../../../contract-kit/http-error.js';
import type { DtoClass } from '../../../contract-kit/body/read-dto.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { ledgerBodyRules } from '../requests/bodies.js';

/** Reads a JSON text as the body of a request. */
export const readBody = <T extends object>(dto: DtoClass<T>, text: string): T =>
  new JsonBodyPipe(dto, ledgerBodyRules).transform(Buffer.from(text));

/** The paths of the violations in a JSON text that is read as the body of a request. */
export const violationsOf = (dto: DtoClass, text: string): readonly string[] => {
  try {
    readBody(dto, text);
    return [];
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return (error.answer.violations ?? []).map(({ path }) => `/${path.join('/')}`);
  }
};
