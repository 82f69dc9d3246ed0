import { createServer, request as send, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inBrowser } from '../browser.js';
import type { ConsoleUnderTest } from '../console-under-test.js';

/** Returns the text of the focused element, or its id if it has no text. */
const focused = (page: Page): Promise<string> =>
  page.evaluate('document.activeElement.innerText || document.activeElement.id');

/**
 * Presses Tab until the element with this text has the focus. The element must then have a visible
 * outline.
 */
const tabTo = async (page: Page, name: string): Promise<void> => {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === name) {
      const style = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      expect([name, style]).toEqual([name, 'solid']);
      return;
    }
  }
  throw new Error(`Tab does not come to ${name}`);
};

/**
 * Tests of the console with the keyboard alone, with animations switched off, and through a proxy
 * that adds a path prefix.
 */
export const keyboard = (tested: ConsoleUnderTest): void => {
  inBrowser('the keyboard alone', () => {
    test('leads past the menu, through a dialogue and back, and moves the replay', async () => {
      const page = await tested.signIn(`/orders/${tested.seeded.orderId}`);
      await page.getByText('links hold').waitFor();
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('To the content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      await tabTo(page, 'Refund…');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await focused(page)).toBe('Refund…');
      await page.getByLabel('Event after which the order is shown').focus();
      await page.keyboard.press('Home');
      await page.getByText(`event 1 of ${tested.seeded.events}`).waitFor();
      await page.keyboard.press('ArrowRight');
      await page.getByText(`event 2 of ${tested.seeded.events}`).waitFor();
      await page.getByRole('button', { name: 'First' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText(`event 1 of ${tested.seeded.events}`).waitFor();
      expect(await page.getByRole('button', { name: 'First' }).isDisabled()).toBe(true);
      expect(await focused(page)).toBe('First');
    });

    test('and without movement, where the reader wants none', async () => {
      const page = await tested.signIn('/', tested.system, { reducedMotion: 'reduce' });
      await page.locator('.plot').first().waitFor();
      expect(await page.evaluate('document.getAnimations().length')).toBe(0);
    });
  });

  inBrowser('behind a proxy with a path prefix', () => {
    let proxy: Server;
    beforeAll(() => {
      proxy = createServer((incoming, outgoing) => {
        const target = new URL((incoming.url ?? '').slice('/pay'.length), tested.system.url);
        const { method = 'GET', headers } = incoming;
        const passed = send(target, { method, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
        });
        incoming.pipe(passed);
      }).listen(0, '127.0.0.1');
    });
    afterAll(() => {
      proxy.closeAllConnections();
      proxy.close();
    });

    test('everything works as without one', async () => {
      const page = await tested.browser.open();
      const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/pay`;
      const outside: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(`${address}/`)) outside.push(request.url());
      });
      await tested.signInAt(page, `${address}/console/orders`);
      await page.getByRole('link', { name: tested.seeded.number, exact: true }).click();
      await page.getByText('links hold').waitFor();
      expect(page.url()).toBe(`${address}/console/orders/${tested.seeded.orderId}`);
      expect(outside).toEqual([]);
    });
  });
};
