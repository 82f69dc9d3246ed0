import { apiUrl } from '../addresses.js';
import { authorization, noticeEnd, problemOf } from './client.js';
import { boundedBySilence, noAnswer } from './bounded-fetch.js';

export type FileKind = 'csv' | 'json' | 'pdf' | 'ndjson';

const accepts: Readonly<Record<FileKind, string>> = {
  // Spreadsheet programs read the file as UTF-8 only if it begins with a byte order mark.
  csv: 'text/csv; bom=present',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  pdf: 'application/pdf',
};

export interface Download {
  /** Path and query at the API, such as `/v1/orders?store=demo-se`. */
  readonly path: string;
  readonly kind: FileKind;
  /** The name of the file without its ending. */
  readonly name: string;
}

/** A path with a query, such as `/v1/orders?status=Activated`. */
export const pathWith = (path: string, query: object): string => {
  const given = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return `${path}?${new URLSearchParams(given).toString()}`;
};

/** A file name without characters that an operating system refuses. */
const fileName = (name: string, kind: FileKind): string =>
  `${name.replace(/[^\w.-]+/g, '-').slice(0, 100)}.${kind}`;

const save = (content: Blob, name: string): void => {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
};

/**
 * Downloads an answer of the API and saves it as a file. The download needs a script, because a
 * plain link cannot send the session's token.
 *
 * @throws ApiProblem if the API answers with an error status, Unreachable if no answer arrives
 */
export const download = async ({ path, kind, name }: Download): Promise<void> => {
  const headers = { ...authorization(), Accept: accepts[kind] };
  const answer = await boundedBySilence(async (signal, moved) => {
    const response = await fetch(apiUrl + path, { headers, signal });
    return { response, content: await contentOf(response, moved) };
  }).catch((error: unknown) => {
    throw noAnswer(error);
  });
  const { response, content } = answer;
  noticeEnd(response);
  if (!response.ok) throw problemOf(response.status, await problemIn(content));
  save(content, fileName(name, kind));
};

const contentOf = async ({ body, headers }: Response, moved: () => void): Promise<Blob> => {
  const pieces: BlobPart[] = [];
  const reader = body?.getReader();
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    pieces.push(read.value);
    moved();
  }
  return new Blob(pieces, { type: headers.get('content-type') ?? '' });
};

const problemIn = async (content: Blob): Promise<unknown> => {
  try {
    return JSON.parse(await content.text()) as unknown;
  } catch {
    return undefined;
  }
};
