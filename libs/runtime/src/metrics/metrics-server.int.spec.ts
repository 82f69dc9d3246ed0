import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Registry } from 'prom-client';
import { until } from '../../../../test/support/until.js';
import { serveMetrics } from './metrics-server.js';
import type { MetricsServer } from './metrics-server.js';
import { readGauges } from './read-gauges.js';

let registry: Registry;
let servers: MetricsServer[];
beforeEach(() => {
  registry = new Registry();
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map(async (server) => server.close()));
});

const serve = async (token?: string): Promise<string> => {
  const server = await serveMetrics(registry, { host: '127.0.0.1', port: 0, token });
  servers.push(server);
  return server.url;
};

describe('metrics', () => {
  test('are served as text, to GET and HEAD, at one address', async () => {
    readGauges(registry, { a_count: 'How many' }, () => ({ a_count: 3 }));
    const url = await serve();
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe(registry.contentType);
    expect(await answer.text()).toBe('# HELP a_count How many\n# TYPE a_count gauge\na_count 3\n');
    expect(await (await fetch(url, { method: 'HEAD' })).text()).toBe('');
    const posted = await fetch(url, { method: 'POST', body: 'x' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await fetch(`${url}/more`)).status).toBe(404);
  });

  test('are for those who show the token, where there is one', async () => {
    const url = await serve('a-token-of-some-length');
    const ask = async (authorization?: string): Promise<number> =>
      (await fetch(url, { headers: { ...(authorization && { authorization }) } })).status;
    expect(await ask()).toBe(401);
    expect(await ask('Bearer another-token-of-some-length')).toBe(401);
    expect(await ask('Bearer a-token-of-some-length')).toBe(200);
  });

  test('are read once for all who ask at the same time', async () => {
    let readings = 0;
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const texts = { one_count: 'One', other_count: 'Another' };
    readGauges(registry, texts, async () => {
      readings += 1;
      await held;
      return { one_count: readings, other_count: readings };
    });
    const url = await serve();
    let arrived = 0;
    const count = (): void => void (arrived += 1);
    subscribe('http.server.request.start', count);
    const asked = [fetch(url), fetch(url), fetch(url)];
    await until(() => arrived === asked.length);
    unsubscribe('http.server.request.start', count);
    release();
    const answers = await Promise.all(asked.map(async (answer) => (await answer).text()));
    expect(answers[0]).toContain('one_count 1\n');
    expect(new Set(answers).size).toBe(1);
    expect(readings).toBe(1);
  });

  test('that cannot be read are absent, and hide no others', async () => {
    let isAway = false;
    readGauges(registry, { a_count: 'How many' }, () => {
      if (isAway) throw new Error('away');
      return { a_count: 3 };
    });
    readGauges(registry, { b_count: 'Others', c_count: 'Not known' }, () => ({
      b_count: 0,
      c_count: undefined,
    }));
    const url = await serve();
    expect(await (await fetch(url)).text()).toMatch(/^a_count 3$/m);
    isAway = true;
    const text = await (await fetch(url)).text();
    expect(text).not.toMatch(/^a_count/m);
    expect(text).not.toMatch(/^c_count/m);
    expect(text).toMatch(/^b_count 0$/m);
  });
});
