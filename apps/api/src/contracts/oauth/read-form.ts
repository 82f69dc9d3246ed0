import { Busboy } from '@fastify/busboy';
import type { BusboyInstance } from '@fastify/busboy';
import { invalidRequest } from './token-error.js';

export type Form = ReadonlyMap<string, string>;

const fieldsMax = 50;
/** One field more than allowed is read, to tell a full form from one that is too long. */
const limits = {
  fields: fieldsMax + 1,
  parts: fieldsMax + 1,
  fieldNameSize: 100,
  fieldSize: 4096,
  headerPairs: 20,
};

const unreadable = () =>
  invalidRequest('The body must be an application/x-www-form-urlencoded or multipart form.');

const parserOf = (contentType: string): BusboyInstance => {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits });
  } catch {
    throw unreadable();
  }
};

/** All text fields in their order, those without a value too. */
const fieldsOf = async (contentType: string, body: Buffer): Promise<[string, string][]> => {
  const parser = parserOf(contentType);
  const fields: [string, string][] = [];
  await new Promise<void>((resolve, reject) => {
    const refuse = (): void => {
      reject(unreadable());
    };
    parser.on('field', (name, value, nameCut, valueCut) => {
      fields.push([name, value]);
      if (nameCut || valueCut || fields.length > fieldsMax) refuse();
    });
    parser.on('error', refuse);
    parser.on('finish', resolve);
    parser.end(body);
  });
  return fields;
};

/**
 * The fields of a form. Fields without a value count as left out, and no field may come twice (RFC 6749 3.2).
 *
 * @throws RefusedRequest 400 `invalid_request`
 */
export const readForm = async (contentType: string | undefined, body: unknown): Promise<Form> => {
  if (contentType === undefined || !Buffer.isBuffer(body)) throw unreadable();
  const form = new Map<string, string>();
  for (const [name, value] of await fieldsOf(contentType, body)) {
    if (form.has(name)) throw invalidRequest(`The parameter ${name} must not be repeated.`);
    form.set(name, value);
  }
  for (const [name, value] of form) if (value === '') form.delete(name);
  return form;
};
