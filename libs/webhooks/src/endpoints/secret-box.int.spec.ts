import { expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { webhookMigrations } from '../index.js';
import { EndpointDirectory } from './endpoint-directory.js';
import { rewrapEndpointSecrets, type RewrappedSecrets, EndpointSecretBox } from './secret-box.js';
const postgres = usePostgres(webhookMigrations);
const [fromKey, toKey] = [1, 2].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
];
const [from, to, other] = [1, 2, 3].map(
  (byte) => new EndpointSecretBox(new Uint8Array(32).fill(byte)),
) as [EndpointSecretBox, EndpointSecretBox, EndpointSecretBox];

const made = async (box: EndpointSecretBox): Promise<{ endpointId: string; secret: string }> => {
  const created = await new EndpointDirectory(postgres.pool, box).create({
    ...{ kind: 'standard', url: 'https://hooks.example/a', stores: ['demo-se'] },
    ...{ events: ['order.captured'], createdBy: 'demo', beginsAfter: -1n },
  });
  if (created.kind !== 'created') throw new Error('There are too many');
  return { endpointId: created.endpoint.endpointId, secret: created.secret };
};

const rewrap = async (): Promise<RewrappedSecrets> => {
  const client = await postgres.pool.connect();
  try {
    await client.query('BEGIN');
    const done = await rewrapEndpointSecrets(client, { from, to });
    await client.query('COMMIT');
    return done;
  } finally {
    client.release();
  }
};

test('secrets of webhooks stay the same under another LEDGER_SECRET_KEY, and lost ones stay lost', async () => {
  const directory = new EndpointDirectory(postgres.pool, from);
  const [one, removed, rotated, lost] = [
    await made(from),
    await made(from),
    await made(from),
    await made(other),
  ];
  await directory.remove(removed.endpointId);
  const lostAnswer = await directory.rotateSecret(rotated.endpointId, 24);
  const next = await directory.rotateSecret(rotated.endpointId, 24);
  const early = await made(new EndpointSecretBox([toKey, fromKey]));
  const replaced = await made(other);
  const replacement = await directory.rotateSecret(replaced.endpointId, 24);
  expect(await rewrap()).toEqual({ endpoints: 4, unreadable: 1 });

  const { rows } = await postgres.pool.query<{
    id: string;
    secret: Buffer | null;
    former: Buffer | null;
    older: Buffer[];
  }>(`SELECT endpoint_id AS id, secret, former_secret AS former, older_secrets AS older
    FROM webhooks.endpoints`);
  const opened = rows.map(({ id, secret, former, older }) => {
    const [box, sealed] = [id === lost.endpointId ? other : to, [secret, former, ...older]];
    return [id, ...sealed.map((each) => each && (box.openIfReadable(each, id) ?? 'lost'))] as const;
  });
  expect(new Map(opened.map(([id, ...secrets]) => [id, secrets]))).toEqual(
    new Map([
      [one.endpointId, [one.secret, null]],
      [removed.endpointId, [null, null]],
      [rotated.endpointId, [next?.secret, lostAnswer?.secret, rotated.secret]],
      [lost.endpointId, [lost.secret, null]],
      [early.endpointId, [early.secret, null]],
      [replaced.endpointId, [replacement?.secret, 'lost']],
    ]),
  );
});
