import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadSettings, settingsSchema } from '#runtime';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval: string };
  readonly restart?: string;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<'eventstore' | 'postgres' | 'api' | 'worker', Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const text = readFileSync(join(import.meta.dirname, '..', 'docker-compose.yml'), 'utf8');
const { services, volumes } = parse(text, { merge: true }) as Compose;
const ours = [services.api, services.worker];
const known = new Set(Object.values(settingsSchema).map(({ variable }) => variable));

/** Variables that the compose file reads from its user's environment. */
const interpolated = [...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);

/** What compose makes of a value when the user has set what has to be set. */
const resolved = (value: string): string =>
  value
    .replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')
    .replaceAll(/\$\{LEDGER_SECRET_KEY[^}]*\}/g, Buffer.alloc(32).toString('base64'))
    .replaceAll(/\$\{POSTGRES_PASSWORD[^}]*\}/g, 'password');

describe('docker-compose.yml', () => {
  test('sets only settings that exist', () => {
    const variables = ours.flatMap(({ environment }) => Object.keys(environment));
    expect(variables.filter((variable) => !known.has(variable))).toEqual([]);
  });

  test('reads only settings that exist, and the password of PostgreSQL', () => {
    const others = interpolated.filter((variable) => !known.has(variable));
    expect([...new Set(others)]).toEqual(['POSTGRES_PASSWORD']);
  });

  test.each(['api', 'worker'] as const)('gives %s values that the settings allow', (name) => {
    const environment = Object.fromEntries(
      Object.entries(services[name].environment).map(([key, value]) => [key, resolved(value)]),
    );
    expect(loadSettings(environment)).toMatchObject({
      nodeEnv: 'production',
      eventStoreUrl: 'esdb://eventstore:2113?tls=false',
      databaseUrl: 'postgres://ledger:password@postgres:5432/ledger',
    });
  });

  test('does not start without its secrets', () => {
    expect(services.api.environment['LEDGER_SECRET_KEY']).toMatch(/^\$\{LEDGER_SECRET_KEY:\?/);
    expect(services.postgres.environment['POSTGRES_PASSWORD']).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
  });

  test('gives PostgreSQL the user and the database that our URL names', () => {
    const url = new URL(resolved(services.api.environment['DATABASE_URL'] ?? ''));
    expect(services.postgres.environment).toMatchObject({
      POSTGRES_USER: url.username,
      POSTGRES_DB: url.pathname.slice(1),
    });
    expect(url.hostname in services).toBe(true);
  });

  test('publishes the API only, on PORT', () => {
    expect(services.api.ports).toEqual(['${PORT:-8080-8087}:8080']);
    expect(services.api.environment).toMatchObject({ HOST: '0.0.0.0', PORT: '8080' });
    const others = [services.eventstore, services.postgres, services.worker];
    expect(others.map(({ ports }) => ports)).toEqual([undefined, undefined, undefined]);
  });

  test.each(Object.entries(services))('checks the health of %s and restarts it', (_, service) => {
    expect(service.healthcheck?.test.length).toBeGreaterThan(1);
    expect(service.healthcheck?.interval).toMatch(/^\d+s$/);
    expect(service.restart).toBe('unless-stopped');
  });

  test('starts API and worker when what they stand on is healthy', () => {
    for (const service of ours) {
      expect(service.depends_on).toEqual({
        eventstore: { condition: 'service_healthy' },
        postgres: { condition: 'service_healthy' },
      });
    }
    expect(ours.map(({ command }) => command)).toEqual([['api'], ['worker']]);
  });

  test('keeps data in named volumes', () => {
    const mounted = [services.eventstore, services.postgres].flatMap((service) =>
      (service.volumes ?? []).map((volume) => volume.split(':')[0]),
    );
    expect(mounted).toHaveLength(3);
    expect(Object.keys(volumes).sort()).toEqual([...mounted].sort());
  });

  test('runs the versions of the design', () => {
    expect(services.eventstore.image).toBe('eventstore/eventstore:24.10');
    expect(services.postgres.image).toBe('postgres:17');
  });
});
