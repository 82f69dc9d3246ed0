import { expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { actionTarget } from './action-target.js';

const targetOf = (body: string | undefined, params: object = {}) =>
  actionTarget({ params, body: body && Buffer.from(body) } as unknown as FastifyRequest);

test.each(['', '\ufeff', ' \n'])('what is done to is told after %j', (before) => {
  const body = `${before}{"clientId":"shop","stores":["a"],"clientSecret":"x","name":"Anna"}`;
  expect(targetOf(body)).toEqual({ clientId: 'shop', stores: ['a'] });
});

test('the path says it too, before the body', () => {
  expect(targetOf('{"store":"other"}', { store: 'own' })).toEqual({ store: 'own' });
});

test.each([undefined, '', '[]', 'null', '{', '{"store":{"a":1},"number":1.5}'])(
  'a body such as %j tells nothing',
  (body) => {
    expect(targetOf(body, { store: 'own' })).toEqual({ store: 'own' });
  },
);
