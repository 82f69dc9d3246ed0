import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { RunningSystem } from '../support/system.js';
import { inBrowser, useBrowser } from './browser.js';

let system: RunningSystem;
const browser = useBrowser();

beforeAll(async () => {
  system = await RunningSystem.start();
});

afterAll(async () => {
  await system.stop();
  system.remove();
});

/** Signs in by the form and waits for the first page. */
const signIn = async (path = '/'): Promise<Page> => {
  const page = await browser.open();
  await page.goto(`${system.url}/console${path}`);
  await page.getByLabel('Client id').fill(system.clientId);
  await page.getByLabel('Client secret').fill(system.clientSecret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return page;
};

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
    const [, script = ''] = /src="([^"]+)"/.exec(html) ?? [];
    expect(script).toMatch(/^\.\.\/assets\//);
    const file = await fetch(new URL(script, `${system.url}/console/orders/1`));
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${system.url}/console/assets/no.js`)).status).toBe(404);
  });
});

inBrowser('the console in a browser', () => {
  test('signs in and out, keeps nothing, and says when credentials are wrong', async () => {
    const page = await browser.open();
    await page.goto(`${system.url}/console`);
    await page.getByLabel('Client id').fill(system.clientId);
    await page.getByLabel('Client secret').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('its secret is wrong');
    await page.getByLabel('Client secret').fill(system.clientSecret);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).toBe('[{},{}]');
    expect(await page.context().cookies()).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  test('shows an order that was found by its number', async () => {
    const page = await signIn('/orders');
    await page.getByLabel('Search').fill('DEMO');
    await page.getByRole('link', { name: /DEMO/i }).first().click();
    await page.getByRole('heading', { level: 2, name: 'History' }).waitFor();
    expect(await page.locator('[data-sum=total] dd').innerText()).toBe('285.00\u00a0SEK');
  });
});
