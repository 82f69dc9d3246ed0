import { describe, expect, test } from '@jest/globals';
import { readForm } from './token-request.js';

const urlEncoded = 'application/x-www-form-urlencoded';

const multipart = (fields: readonly string[], boundary = 'b'): Buffer =>
  Buffer.from(
    [...fields.map((field) => `--${boundary}\r\n${field}\r\n`), `--${boundary}--\r\n`].join(''),
  );

const field = (name: string, value: string, more = ''): string =>
  `Content-Disposition: form-data; name="${name}"\r\n${more}\r\n${value}`;

const refused = { answer: { status: 400, code: 'invalid_request' } };

describe('readForm', () => {
  test('reads a url-encoded form and leaves empty fields out', async () => {
    const body = Buffer.from('client_id=a%20b&scope=&client_secret=x%2By+z');
    expect(Object.fromEntries(await readForm(`${urlEncoded}; charset=utf-8`, body))).toEqual({
      client_id: 'a b',
      client_secret: 'x+y z',
    });
  });

  test('reads a multipart form with the part headers that PHP clients send', async () => {
    const body = multipart([
      field('client_id', 'demo', 'Content-Length: 4\r\n'),
      field('client_secret', 's3cret', 'Content-Type: text/plain; charset=utf-8\r\n'),
    ]);
    expect(Object.fromEntries(await readForm('multipart/form-data; boundary=b', body))).toEqual({
      client_id: 'demo',
      client_secret: 's3cret',
    });
  });

  test.each([
    ['no content type', undefined, Buffer.from('a=b')],
    ['JSON', 'application/json', Buffer.from('{"a":"b"}')],
    ['no body', urlEncoded, undefined],
    ['no boundary', 'multipart/form-data', multipart([field('a', 'b')])],
    ['another boundary', 'multipart/form-data; boundary=c', multipart([field('a', 'b')])],
    [
      'an end that is missing',
      'multipart/form-data; boundary=b',
      multipart([field('a', 'b')]).subarray(0, -8),
    ],
    ['a field twice', urlEncoded, Buffer.from('a=b&a=b')],
    ['an empty field twice', urlEncoded, Buffer.from('a=&a=b')],
    ['a field too long', urlEncoded, Buffer.from(`a=${'x'.repeat(5000)}`)],
    [
      'too many fields',
      urlEncoded,
      Buffer.from(Array.from({ length: 51 }, (_, i) => `f${i}=x`).join('&')),
    ],
    [
      'too many parts',
      'multipart/form-data; boundary=b',
      multipart(Array.from({ length: 51 }, (_, i) => field(`f${i}`, 'x'))),
    ],
  ])('refuses a form with %s', async (_what, contentType, body) => {
    await expect(readForm(contentType, body)).rejects.toMatchObject(refused);
  });
});
