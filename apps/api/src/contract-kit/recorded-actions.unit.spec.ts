import { expect, test } from '@jest/globals';
import { actionTarget } from './recorded-actions.interceptor.js';

const targetOf = (body: string | undefined, params: object = {}, url = '/v1/clients') =>
  actionTarget({ params, body: body && Buffer.from(body), routeOptions: { url } });

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

test.each([
  ['/v1/clients/:clientId', { clientId: 'shop' }, { clientId: 'shop' }],
  ['/v1/webhooks/:id/secret', { id: 'w-1' }, { endpointId: 'w-1' }],
  ['/v1/settlements/:id/payout', { id: 's-1' }, { settlementId: 's-1' }],
])('what %s is about is called as everywhere in the trail', (url, params, target) => {
  expect(targetOf(undefined, params, url)).toEqual(target);
});
