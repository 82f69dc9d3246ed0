import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { Drawings } from '../queries/statement-documents.js';

const refused = { answer: { status: 503, headers: { 'Retry-After': '1' } } };

test('documents beyond the limit are refused until one is closed or could not be begun', async () => {
  const drawings = new Drawings(1);
  const failing = drawings.draw('shop', () => Promise.reject(new Error('no lines')));
  await expect(failing).rejects.toThrow('no lines');
  const first = await drawings.draw('shop', () => Promise.resolve(new PassThrough()));
  await expect(
    drawings.draw('shop', () => Promise.resolve(new PassThrough())),
  ).rejects.toMatchObject(refused);
  const closed = once(first, 'close');
  first.destroy();
  await closed;
  await expect(drawings.draw('shop', () => Promise.resolve(first))).resolves.toBe(first);
});
