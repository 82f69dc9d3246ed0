import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { LedgerCaller } from '../../apps/api/src/contracts/ledger/testing/ledger-caller.js';
import { runLedger } from '../support/run-ledger.js';
import { RunningSystem } from '../support/system.js';
import { seriousFaults } from './axe.js';
import { inBrowser, useBrowser } from './browser.js';
import { hostile, seed, type Seeded } from './seed.js';

const folder = join(import.meta.dirname, 'screenshots');

let system: RunningSystem;
let caller: LedgerCaller;
let seeded: Seeded;
const browser = useBrowser();

beforeAll(async () => {
  // Statements come a moment after a cut; the specs wait for them.
  system = await RunningSystem.start({ environment: { SEAL_EVENTS: '10' } });
  const { url, clientId, clientSecret } = system;
  caller = await LedgerCaller.authenticate(url, clientId, clientSecret);
  seeded = await seed(caller);
  mkdirSync(folder, { recursive: true });
});

afterAll(async () => {
  await system.stop();
  system.remove();
});

type PageOptions = Parameters<typeof browser.open>[0];

/** Signs in by the form and waits for the first page. */
const signIn = async (
  path = '/',
  { clientId, clientSecret }: { clientId: string; clientSecret: string } = system,
  options: PageOptions = {},
): Promise<Page> => {
  const page = await browser.open(options);
  await page.goto(`${system.url}/console${path}`);
  await page.getByLabel('Client id').fill(clientId);
  await page.getByLabel('Client secret').fill(clientSecret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return page;
};

const goTo = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
};

interface Sums {
  readonly total: number;
  readonly captured: number;
  readonly refunded: number;
  readonly remaining: number;
  readonly captures: readonly unknown[];
}

const orderOf = async (id: string, at?: number): Promise<Sums> =>
  (await caller.get(`/v1/orders/${id}${at === undefined ? '' : `?at=${at}`}`)).body as Sums;

/** The text of an amount of kronor, as the reader of these pages has it. */
const kronor = (minor: number): string =>
  `${new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 }).format(minor / 100)}\u00a0SEK`;

/** The sums that an order's page shows. */
const shownSums = async (page: Page) => {
  const sum = (name: string) => page.locator(`[data-sum=${name}] dd`).innerText();
  return [await sum('total'), await sum('captured'), await sum('refunded'), await sum('left')];
};

const textsOf = ({ total, captured, refunded, remaining }: Sums): string[] =>
  [total, captured, refunded, remaining].map(kronor);

describe('the console over HTTP', () => {
  test('is where a browser is sent from the root, and where nobody else is', async () => {
    const asBrowser = { headers: { accept: 'text/html,*/*;q=0.8' }, redirect: 'manual' as const };
    const sent = await fetch(system.url, asBrowser);
    expect([sent.status, sent.headers.get('location')]).toEqual([302, 'console/']);
    expect((await fetch(system.url)).status).toBe(404);
  });

  test('has a page that allows nothing inline, no frame, no other host and no copy', async () => {
    const page = await fetch(`${system.url}/console/orders/1`);
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    const html = await page.text();
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=/);
    expect((await fetch(`${system.url}/console/assets/no.js`)).status).toBe(404);
  });

  test('loads at most 250 kB of compressed script before its first page', async () => {
    const start = new URL(`${system.url}/console/`);
    const html = await (await fetch(start)).text();
    const scripts = [...html.matchAll(/(?:src|href)="(\.\/assets\/[^"]+\.js)"/g)];
    expect(scripts.length).toBeGreaterThan(0);
    let bytes = 0;
    for (const [, address = ''] of scripts) {
      const file = await fetch(new URL(address, start));
      expect(file.headers.get('cache-control')).toContain('immutable');
      bytes += gzipSync(await file.text()).length;
    }
    expect(bytes).toBeLessThanOrEqual(250_000);
  });
});

inBrowser('signing in', () => {
  test('works with id and secret, says when they are wrong, keeps nothing, and ends', async () => {
    const page = await browser.open();
    const called: string[] = [];
    page.on('request', (request) => called.push(new URL(request.url()).origin));
    await page.goto(`${system.url}/console`);
    await page.getByLabel('Client id').fill(system.clientId);
    await page.getByLabel('Client secret').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('its secret is wrong');
    await page.getByLabel('Client secret').fill(system.clientSecret);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    await page.getByText('Last seal').waitFor();
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).toBe('[{},{}]');
    expect(await page.context().cookies()).toEqual([]);
    expect(page.url()).not.toMatch(/token|secret|code/);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect([...new Set(called)]).toEqual([system.url]);
  });

  test('works once by the link of `ledger console`, which leaves no code in the address', async () => {
    const printed = await runLedger(['console', '--json'], { DATA_DIR: system.dataDir });
    expect(printed.complaint).toBe('');
    const { link } = JSON.parse(printed.output) as { link: string };
    const page = await browser.open();
    await page.goto(link);
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    expect(page.url()).not.toContain('code');
    const again = await browser.open();
    await again.goto(link);
    await again.getByRole('alert').waitFor();
    expect(await again.getByRole('alert').innerText()).toContain('was used before');
  });

  test('without scopes shows which one each page needs, and offers no command', async () => {
    const page = await signIn('/', seeded.orderReader);
    await page.getByText('the scope settlements:read is missing').waitFor();
    for (const [name, scope] of [
      ['Settlements', 'settlements:read'],
      ['Audit', 'audit:read'],
      ['Webhooks', 'admin'],
      ['Administration', 'admin'],
    ] as const) {
      await page.getByRole('link', { name }).click();
      await page.getByText(`the scope ${scope} is missing`).waitFor();
    }
    await goTo(page, 'Orders');
    await page.getByRole('link', { name: seeded.number, exact: true }).click();
    await page.getByRole('heading', { level: 2, name: 'History' }).waitFor();
    expect(await page.getByRole('button', { name: 'Capture…' }).count()).toBe(0);
  });
});

inBrowser('orders', () => {
  test('are found by number, reference, customer and amount', async () => {
    const page = await signIn('/orders');
    const search = page.getByLabel('Search');
    for (const text of [seeded.number, seeded.reference, 'Lindgren', '346.00']) {
      await search.fill(text);
      await page.getByRole('link', { name: seeded.number, exact: true }).waitFor();
      await page.getByRole('link', { name: 'demo-1' }).waitFor({ state: 'detached' });
    }
    await search.fill('nothing has this');
    await page.getByText('No order of your stores matches.').waitFor();
  });

  test('show hostile texts as texts', async () => {
    const page = await signIn('/orders');
    const asked: string[] = [];
    page.on('dialog', (dialog) => asked.push(dialog.message()));
    await page.getByLabel('Search').fill('onerror');
    await page.getByRole('link', { name: hostile }).click();
    await page.getByRole('heading', { level: 1, name: hostile }).waitFor();
    await page.getByRole('heading', { level: 2, name: 'History' }).waitFor();
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(asked).toEqual([]);
  });

  test('are replayed: each step shows what the API says of that revision', async () => {
    const page = await signIn(`/orders/${seeded.orderId}`);
    await page.getByText('links hold, recomputed in this browser').waitFor();
    expect(await shownSums(page)).toEqual(textsOf(await orderOf(seeded.orderId)));
    await page.getByRole('button', { name: 'First' }).click();
    for (let revision = 0; revision < seeded.events; revision += 1) {
      const then = await orderOf(seeded.orderId, revision);
      await page.getByText(`event ${revision + 1} of ${seeded.events}`).waitFor();
      await expect(eventually(() => shownSums(page), textsOf(then))).resolves.toBeUndefined();
      if (revision < seeded.events - 1) await page.getByRole('button', { name: 'Forth' }).click();
    }
    await page.getByRole('button', { name: 'By time' }).click();
    await page.getByLabel('Time at which the order is shown').press('Home');
    // It was registered and authorised in one instant.
    await page.getByText(`event 2 of ${seeded.events}`).waitFor();
    expect(await page.getByText('✓ link holds').count()).toBe(seeded.events);
  });

  test('are captured: the amount is named, the outcome shown, and it is the log’s', async () => {
    const page = await signIn(`/orders/${seeded.openOrderId}`);
    await page.getByRole('button', { name: 'Capture…' }).click();
    await page.getByRole('button', { name: 'Rows' }).click();
    await page.getByLabel(/^Quantity of Shoes/).fill('1');
    await page.getByLabel('Reference').fill('by hand');
    const sent: string[] = [];
    page.on('request', (request) => {
      const key = request.headers()['idempotency-key'];
      if (key !== undefined) sent.push(key);
    });
    await page.route('**/captures', (route) => route.abort(), { times: 1 });
    await page.getByRole('button', { name: 'Capture 98.00\u00a0SEK', exact: true }).click();
    await page.getByText('may or may not have arrived').waitFor();
    await page.getByRole('button', { name: 'Try again: Capture 98.00\u00a0SEK' }).click();
    await page.getByText('The order shows the capture of').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    expect(new Set(sent).size).toBe(1);
    expect(sent).toHaveLength(2);
    const order = await orderOf(seeded.openOrderId);
    expect(order).toMatchObject({
      captured: 9_800,
      captures: [{ amount: 9_800, reference: 'by hand', status: 'settled' }],
    });
    await expect(eventually(() => shownSums(page), textsOf(order))).resolves.toBeUndefined();
  });
});

/** Reads until the pages show it: what they read comes a moment later. */
const eventually = async <Value>(read: () => Promise<Value>, wanted: Value): Promise<void> => {
  const text = JSON.stringify(wanted);
  const until = Date.now() + 30_000;
  for (;;) {
    const found = JSON.stringify(await read());
    if (found === text) return;
    if (Date.now() > until) throw new Error(`Shown is ${found}, not ${text}`);
    await new Promise((again) => setTimeout(again, 50));
  }
};

inBrowser('finance and auditors', () => {
  test('see a settlement as the API has it, and go from a line to its order', async () => {
    const page = await signIn('/settlements');
    await page.getByRole('link', { name: 'no. 1', exact: true }).click();
    await page.getByRole('heading', { name: 'Settlement no. 1' }).waitFor();
    const answer = await caller.get(`/v1/settlements/${seeded.settlementId}`);
    const settlement = answer.body as Record<string, number>;
    const figure = (label: string) => page.locator(`[data-figure="${label}"] .value`).innerText();
    await page.locator('[data-figure=Total]').waitFor();
    expect([
      await figure('Balance carried'),
      await figure('Captured'),
      await figure('Refunded'),
      await figure('Total'),
    ]).toEqual(
      ['ingoingBalance', 'captured', 'refunded', 'total'].map((name) => kronor(settlement[name]!)),
    );
    const pdf = page.waitForEvent('download');
    await page.getByRole('button', { name: 'PDF' }).click();
    expect((await pdf).suggestedFilename()).toBe('settlement-demo-se-1.pdf');
    await page.getByRole('region', { name: 'Lines' }).getByRole('link').first().click();
    await page.getByRole('heading', { level: 2, name: 'History' }).waitFor();
  });

  test('see on the overview what was captured and refunded', async () => {
    const page = await signIn('/');
    const report = await caller.get('/v1/reports/captures?groupBy=store');
    const [sums] = (report.body as { items: { captured: number; refunded: number }[] }).items;
    const figure = (label: string) =>
      page.locator(`section .figure[data-figure="${label}"] .value`).first().innerText();
    await page.locator('section .figure[data-figure=Captured]').first().waitFor();
    expect([await figure('Captured'), await figure('Refunded')]).toEqual([
      kronor(sums!.captured),
      kronor(sums!.refunded),
    ]);
  });

  test('verify the whole log with a seal that they kept', async () => {
    const page = await signIn('/audit');
    const seals = await caller.get('/v1/audit/seals');
    const [seal] = (seals.body as { items: { hash: string }[] }).items;
    await page.getByLabel('Hash of a seal').fill(seal!.hash);
    await page.getByRole('button', { name: 'Verify the log' }).click();
    await page.getByText('Everything holds').waitFor();
    await page.getByText('seal whose hash was given').first().waitFor();
    const runs = await caller.get('/v1/audit/verifications?limit=1');
    expect(runs.body).toMatchObject({
      items: [{ status: 'done', result: { verdict: 'holds', findingsCount: 0 } }],
    });
  });

  test('make a client, whose secret is shown once and works', async () => {
    const page = await signIn('/administration');
    await page.getByRole('button', { name: 'New client…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Id').fill('made-in-console');
    await dialog.getByLabel('demo-se').check();
    await dialog.getByRole('button', { name: 'Make the client' }).click();
    const secret = await dialog.locator('[data-secret]').innerText();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByText('made-in-console').waitFor();
    expect(await page.getByText(secret).count()).toBe(0);
    await LedgerCaller.authenticate(system.url, 'made-in-console', secret);
  });
});

inBrowser('every page', () => {
  const looks = [
    ['light', 1280, true],
    ['dark', 1280, false],
    ['light', 390, false],
    ['dark', 390, true],
  ] as const;

  test.each(looks)(
    'is whole and without serious faults: %s, %d px',
    async (...[scheme, width, isChecked]) => {
      const look = { colorScheme: scheme, viewport: { width, height: 860 } };
      const page = await signIn('/', system, look);
      const faults: string[] = [];
      const violated: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') violated.push(message.text());
      });
      const lookAt = async (name: string): Promise<void> => {
        await page.waitForLoadState('networkidle');
        const found = isChecked ? await seriousFaults(page) : [];
        faults.push(...found.map((fault) => `${name}: ${fault}`));
        const path = join(folder, `${name}-${scheme}-${width}.png`);
        await page.screenshot({ path, fullPage: true });
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        expect(wide).toBeLessThanOrEqual(width);
      };
      for (const name of [
        'Overview',
        'Orders',
        'Audit',
        'Webhooks',
        'Administration',
        'Settlements',
      ]) {
        await goTo(page, name);
        await lookAt(name.toLowerCase());
      }
      await page.getByRole('link', { name: 'no. 1', exact: true }).click();
      await page.getByRole('heading', { level: 2, name: 'Lines' }).waitFor();
      await lookAt('settlement');
      await page.getByRole('region', { name: 'Lines' }).getByRole('link').first().click();
      await page.getByText('✓ link holds').first().waitFor();
      await lookAt('order');
      await page.getByRole('button', { name: 'Refund…' }).click();
      await lookAt('refund');
      expect(faults).toEqual([]);
      expect(violated).toEqual([]);
    },
  );
});
