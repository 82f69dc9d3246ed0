import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessDeniedError, EventStoreDBClient, UnavailableError } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { request } from 'node:https';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { InvalidTlsFiles, runEventNode, Users } from '../../apps/event-node/src/main.js';
import { TestNode } from '../../apps/event-node/src/testing/test-node.js';
import { selfSignedCertificate } from '../../apps/event-node/src/testing/self-signed-certificate.js';
import { collect, newStream, oneEvent } from '../../apps/event-node/src/testing/test-events.js';

const folder = mkdtempSync(join(tmpdir(), 'secure-node-'));
const tls = { certFile: join(folder, 'node.crt'), keyFile: join(folder, 'node.key') };
const users = Users.parse('admin:ch@nge:it,reader:secret');
const clients: EventStoreDBClient[] = [];
let node: TestNode;

beforeAll(async () => {
  const { cert, key } = selfSignedCertificate();
  writeFileSync(tls.certFile, cert);
  writeFileSync(tls.keyFile, key, { mode: 0o600 });
  node = await TestNode.start({ tls, users });
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.dispose()));
  await node.discard();
  rmSync(folder, { recursive: true });
});

const address = (): string => `localhost:${node.running.port}`;
const trust = `tls=true&tlsCAFile=${encodeURIComponent(tls.certFile)}`;

const clientOf = (url: string): EventStoreDBClient => {
  const client = EventStoreDBClient.connectionString(url);
  clients.push(client);
  return client;
};

const wrong = { credentials: { username: 'admin', password: 'wrong' } };

describe('a node with TLS and users', () => {
  test('answers a connection string that works, with the first user', async () => {
    expect(node.running.url).toBe(
      `esdb://admin:ch%40nge%3Ait@localhost:${node.running.port}?tls=true&tlsCAFile=${encodeURIComponent(tls.certFile)}`,
    );
    const client = node.client();
    const stream = newStream();
    await client.appendToStream(stream, oneEvent());
    await client.appendToStream(stream, oneEvent(), {
      credentials: { username: 'reader', password: 'secret' },
    });
    expect(await collect(client.readStream(stream))).toHaveLength(2);
  });

  test('is found by discovery, without credentials', async () => {
    const client = clientOf(`esdb+discover://reader:secret@${address()}?${trust}`);
    await expect(client.appendToStream(newStream(), oneEvent())).resolves.toMatchObject({
      success: true,
    });
  });

  test.each([
    ['nobody', ''],
    ['a wrong password', 'admin:wrong@'],
    ['an unknown user', 'somebody:secret@'],
  ])('refuses %s everything', async (_, credentials) => {
    const client = clientOf(`esdb://${credentials}${address()}?${trust}`);
    const stream = newStream();
    const attempts = [
      () => client.appendToStream(stream, oneEvent()),
      () => client.deleteStream(stream),
      () => client.tombstoneStream(stream),
      () => client.setStreamMetadata(stream, { maxCount: 1 }),
      () => collect(client.readStream(stream)),
      () => collect(client.readAll()),
    ];
    for (const attempt of attempts)
      await expect(attempt()).rejects.toBeInstanceOf(AccessDeniedError);
  });

  test('judges each call by its own credentials', async () => {
    const client = node.client();
    const stream = newStream();
    await expect(client.appendToStream(stream, oneEvent(), wrong)).rejects.toBeInstanceOf(
      AccessDeniedError,
    );
    await expect(collect(client.readAll({ maxCount: 1, ...wrong }))).rejects.toBeInstanceOf(
      AccessDeniedError,
    );
    await client.appendToStream(stream, oneEvent());
  });

  test('tells a refused subscription so', async () => {
    const subscription = node.client().subscribeToAll(wrong);
    const [error] = (await once(subscription, 'error')) as [Error];
    expect(error).toBeInstanceOf(AccessDeniedError);
  });

  test('has nothing for a client that speaks plaintext, and goes on', async () => {
    const client = clientOf(`esdb://${address()}?tls=false`);
    const tombstone = client.tombstoneStream(newStream());
    await expect(tombstone).rejects.toBeInstanceOf(UnavailableError);
    const socket = connect(node.running.port, '127.0.0.1');
    socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    await node.client().appendToStream(newStream(), oneEvent());
  });
});

describe('HTTP/1 under TLS', () => {
  const get = async (path: string, auth?: string): Promise<number | undefined> => {
    const options = { port: node.running.port, path, rejectUnauthorized: false, auth };
    const [response] = (await once(request(options).end(), 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  };

  test.each([
    ['/health/live', 204],
    ['/ping', 200],
    ['/info', 200],
    ['/stats', 401],
  ])('%s answers %i without credentials', async (path, status) => {
    expect(await get(path)).toBe(status);
  });

  test('/stats is for users', async () => {
    expect(await get('/stats', 'admin:wrong')).toBe(401);
    expect(await get('/stats', 'reader:secret')).toBe(200);
  });
});

test('files that are no certificate and key stop the start and leave the directory free', async () => {
  const options = { host: '127.0.0.1', port: 0, dataDir: join(folder, 'other') };
  const start = runEventNode({ ...options, tls: { ...tls, keyFile: join(folder, 'none') } });
  await expect(start).rejects.toBeInstanceOf(InvalidTlsFiles);
  const swapped = { certFile: tls.keyFile, keyFile: tls.certFile };
  await expect(runEventNode({ ...options, tls: swapped })).rejects.toBeInstanceOf(InvalidTlsFiles);
  await (await runEventNode(options)).stop();
});
