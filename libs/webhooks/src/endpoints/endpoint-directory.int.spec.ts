import { expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { webhookMigrations } from '../migrations.js';
import { targetRefused } from '../sending/webhook-target.js';
import { EndpointDirectory } from './endpoint-directory.js';
import { EndpointSecretBox } from './secret-box.js';

const postgres = usePostgres(webhookMigrations);

test.each([
  ['HTTPS://Hooks.Example:443/a b', 'https://hooks.example/a%20b'],
  ['https://hooks.example/a\n\u001b[2J', 'https://hooks.example/a%1B[2J'],
  [' https://hooks.example ', 'https://hooks.example/'],
  ['https://hooks.example/\u202eegami', 'https://hooks.example/%E2%80%AEegami'],
])('the URL %j of an endpoint is kept as it is called: %s', async (url, kept) => {
  expect(targetRefused(url, { allowPrivateTargets: false })).toBeUndefined();
  const directory = new EndpointDirectory(postgres.pool, new EndpointSecretBox(new Uint8Array(32)));
  const created = await directory.create({
    ...{ kind: 'standard', url, stores: ['demo-se'], events: ['order.captured'] },
    ...{ createdBy: 'demo', beginsAfter: -1n },
  });
  expect(created).toMatchObject({ kind: 'created', endpoint: { url: kept } });
  expect(await directory.list()).toMatchObject([{ url: kept }]);
});

test('a URL whose parsed form is too long is refused', () => {
  const url = `https://hooks.example/${'å'.repeat(1_000)}`;
  expect(targetRefused(url, { allowPrivateTargets: false })).toBe('It is too long.');
});
