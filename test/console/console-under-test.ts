import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll } from '@jest/globals';
import type { Page } from 'playwright-core';
import { LedgerCaller } from '../../apps/api/src/contracts/ledger/testing/ledger-caller.js';
import { RunningSystem } from '../support/system.js';
import { useBrowser } from './browser.js';
import { seed, type Seeded } from './seed.js';

export const screenshots = join(import.meta.dirname, 'screenshots');

type PageOptions = Parameters<ReturnType<typeof useBrowser>['open']>[0];

interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A running ledger with some orders, and a browser in which tests open its console. */
export class ConsoleUnderTest {
  system!: RunningSystem;
  caller!: LedgerCaller;
  seeded!: Seeded;
  readonly browser = useBrowser();

  async start(): Promise<void> {
    this.system = await RunningSystem.start({
      // The ledger makes a seal (a hash over its log) after every 10 events. The few orders of the
      // tests then give several seals, with which the page can verify.
      environment: { SEAL_EVENTS: '10', WEBHOOK_ALLOW_PRIVATE_TARGETS: 'true' },
    });
    const { url, clientId, clientSecret } = this.system;
    this.caller = await LedgerCaller.authenticate(url, clientId, clientSecret);
    this.seeded = await seed(this.caller, this.system);
    mkdirSync(screenshots, { recursive: true });
  }

  async stop(): Promise<void> {
    await this.system.stop();
    this.system.remove();
  }

  /** Opens the console, signs in with the form, and waits until the navigation is visible. */
  async signIn(
    path = '/',
    client: Credentials = this.system,
    options: PageOptions = {},
  ): Promise<Page> {
    const page = await this.browser.open(options);
    await this.signInAt(page, `${this.system.url}/console${path}`, client);
    return page;
  }

  async signInAt(page: Page, address: string, client: Credentials = this.system): Promise<void> {
    await page.goto(address);
    await page.getByLabel('Client id').fill(client.clientId);
    await page.getByLabel('Client secret').fill(client.clientSecret);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  }

  async orderOf(id: string, at?: number): Promise<Sums> {
    const path = `/v1/orders/${id}${at === undefined ? '' : `?at=${at}`}`;
    return (await this.caller.get(path)).body as Sums;
  }
}

/** Starts one ledger and one browser, which all tests of a spec file use. */
export const useConsole = (): ConsoleUnderTest => {
  const tested = new ConsoleUnderTest();
  beforeAll(() => tested.start());
  afterAll(() => tested.stop());
  return tested;
};

export interface Sums {
  readonly total: number;
  readonly captured: number;
  readonly refunded: number;
  readonly remaining: number;
  readonly captures: readonly unknown[];
}

export const goTo = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
};

/** Formats an amount in öre as a browser with British English shows it: `95.00 SEK`. */
export const kronor = (minor: number): string =>
  `${new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 }).format(minor / 100)}\u00a0SEK`;

/** Reads the sums that the page of an order shows. */
export const shownSums = async (page: Page): Promise<string[]> => {
  const sum = (name: string) => page.locator(`[data-sum=${name}] dd`).innerText();
  return [await sum('total'), await sum('captured'), await sum('refunded'), await sum('left')];
};

export const textsOf = ({ total, captured, refunded, remaining }: Sums): string[] =>
  [total, captured, refunded, remaining].map(kronor);

/**
 * Calls `read` until its result equals `wanted`, because a page shows a change with a short delay.
 *
 * @throws Error if the result still differs after 30 s
 */
export const eventually = async <Value>(
  read: () => Promise<Value>,
  wanted: Value,
): Promise<void> => {
  const text = JSON.stringify(wanted);
  const until = Date.now() + 30_000;
  for (;;) {
    const found = JSON.stringify(await read());
    if (found === text) return;
    if (Date.now() > until) throw new Error(`Shown is ${found}, not ${text}`);
    await new Promise((again) => setTimeout(again, 50));
  }
};

/**
 * Makes the browser lose one answer. The next command to a path that ends with `pathEnd` is
 * executed, but the browser gets a 502 instead of the answer, as from a proxy that lost the
 * connection.
 */
export const loseAnswer = (
  page: Page,
  { caller }: ConsoleUnderTest,
  pathEnd: string,
): Promise<unknown> =>
  page.route(
    (url) => url.pathname.endsWith(pathEnd),
    async (route) => {
      const request = route.request();
      if (request.method() !== 'POST') return route.continue();
      const key = request.headers()['idempotency-key'] ?? '';
      const body = request.postDataJSON() as object;
      await caller.post(new URL(request.url()).pathname, body, { 'Idempotency-Key': key });
      return route.fulfill({ status: 502, body: '<html>Bad gateway</html>' });
    },
    { times: 1 },
  );
