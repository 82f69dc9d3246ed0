import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/system.js';

/** A JSON example of a page, with the TypeScript type that it must have. */
export interface DocumentedExample {
  readonly page: string;
  readonly text: string;
  /** The TypeScript type of a request or an answer, such as `Request<'/v1/orders', 'post'>`. */
  readonly type: string;
}

const request = (path: string): string => `Request<'${path}', 'post'>`;
const answer = (path: string, method: string): string => `Answer<'${path}', '${method}'>`;

/**
 * For each page, the types of its JSON blocks in order. A block with several JSON texts has a type
 * for each.
 */
const blocks: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'docs/contracts/ledger.md': [
    [request('/v1/orders')],
    [`Pick<${request('/v1/orders')}, 'customer'>`],
    [request('/v1/orders/{id}/captures')],
    [request('/v1/orders/{id}/terminal-intents')],
    [request('/v1/orders/{id}/refunds')],
    ["Schemas['BulkCaptureRequest']", "Schemas['BulkCaptureRequest']"],
    ["Schemas['CapturedLine']", "Schemas['RefusedLine']"],
    [answer('/v1/settlements/{id}', 'get')],
  ],
  'docs/contracts/walley.md': [
    [answer('/oauth2/v2.0/token', 'post')],
    Array.from({ length: 4 }, () => request('/manage/orders/{orderId}/capture')),
    ["Schemas['WalleyErrorAnswerDto']"],
    Array.from({ length: 3 }, () => request('/manage/orders/{orderId}/refund')),
    [`${answer('/reports/settlements', 'get')}['data'][number]`],
  ],
};

const read = (page: string): string => readFileSync(join(repository, page), 'utf8');

/** Returns the JSON texts of a block. Each text begins with `{` at the start of a line. */
const textsOf = (block: string): string[] =>
  block
    .replaceAll(/^\/\/.*\n/gm, '')
    .split(/\n(?=\{)/)
    .map((text) => text.trim());

const ofPage = (page: string, expected: readonly (readonly string[])[]): DocumentedExample[] => {
  const found = [...read(page).matchAll(/^```jsonc?\n([^]*?)^```/gm)].map(([, block = '']) =>
    textsOf(block),
  );
  const lengths = (lists: readonly (readonly string[])[]): string =>
    lists.map(({ length }) => length).join(', ');
  if (lengths(found) !== lengths(expected)) {
    throw new Error(`${page} has blocks of ${lengths(found)} texts; see documented-examples.ts`);
  }
  return found.flatMap((texts, block) =>
    texts.map((text, index) => ({ page, text, type: expected[block]?.[index] ?? 'never' })),
  );
};

/**
 * The request bodies in the README: the bodies of its `curl` commands, and the captures in its
 * text.
 */
const ofReadme = (): DocumentedExample[] => {
  const text = read('README.md').replaceAll('<order id>', '{orderId}');
  const sent = [
    ...text.matchAll(/curl[^\n]*?127\.0\.0\.1:8080(\/\S+)(?:(?!curl)[^])*?-d '(\{[^']*\})'/g),
  ];
  const inline = [...text.matchAll(/`(\{"amount"[^`]*\})`/g)];
  return [
    ...sent.map(([, path = '', body = '']) => ({
      page: 'README.md',
      text: body,
      type: request(path),
    })),
    ...inline.map(([, body = '']) => ({
      page: 'README.md',
      text: body,
      type: request('/manage/orders/{orderId}/capture'),
    })),
  ];
};

/** The examples of the README and of the pages of contracts. */
export const documentedExamples = (): DocumentedExample[] => [
  ...ofReadme(),
  ...Object.entries(blocks).flatMap(([page, expected]) => ofPage(page, expected)),
];
