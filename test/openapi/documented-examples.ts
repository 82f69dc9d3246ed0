import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/system.js';

/** A JSON example from the documentation, with the TypeScript type that it must satisfy. */
export interface DocumentedExample {
  readonly page: string;
  readonly text: string;
  /** The TypeScript type that the example must satisfy, such as `Request<'/v1/orders', 'post'>`. */
  readonly type: string;
}

const request = (path: string): string => `Request<'${path}', 'post'>`;
const answer = (path: string, method: string): string => `Answer<'${path}', '${method}'>`;

/**
 * The types of the JSON blocks on each page, from top to bottom. A block with several JSON texts
 * has several types.
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

/** Splits a block into its JSON texts. A new text starts at each line that begins with `{`. */
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
 * The examples of request bodies in the README, both in its `curl` commands and in running text.
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

/** All JSON examples of the README and of the pages about the ledger's APIs. */
export const documentedExamples = (): DocumentedExample[] => [
  ...ofReadme(),
  ...Object.entries(blocks).flatMap(([page, expected]) => ofPage(page, expected)),
];
