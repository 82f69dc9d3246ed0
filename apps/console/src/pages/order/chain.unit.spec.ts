import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { browserHash, chainBegin, verifyLinks } from './chain.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const contents = ['{"data":{"a":1}}', '{"data":{"å":"é"}}', '{"data":{}}'];
const links = contents.reduce<{ revision: string; content: string; chain: string }[]>(
  (made, content, revision) => [
    ...made,
    { revision: String(revision), content, chain: sha256((made.at(-1)?.chain ?? '') + content) },
  ],
  [],
);
const hash = browserHash()!;

test('a chain that is whole is verified to its end, also in parts', async () => {
  const whole = await verifyLinks(chainBegin, links, hash);
  expect(whole).toEqual({ verified: 3, chain: links[2]!.chain });
  const first = await verifyLinks(chainBegin, links.slice(0, 1), hash);
  expect(await verifyLinks(first, links.slice(1), hash)).toEqual(whole);
});

test('a changed content breaks its link, and nothing after it is verified', async () => {
  const changed = links.map((link, at) => (at === 1 ? { ...link, content: '{}' } : link));
  const state = await verifyLinks(chainBegin, changed, hash);
  expect(state).toEqual({ verified: 1, brokenAt: '1', chain: links[0]!.chain });
  expect(await verifyLinks(state, links.slice(2), hash)).toBe(state);
});

test.each([
  ['left out', [links[0]!, links[2]!], '2'],
  ['doubled', [links[0]!, links[0]!, links[1]!], '0'],
])('a link that was %s breaks the chain', async (_what, wrong, brokenAt) => {
  expect(await verifyLinks(chainBegin, wrong, hash)).toMatchObject({ verified: 1, brokenAt });
});
