import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousFaults } from '../axe.js';
import { inBrowser } from '../browser.js';
import { goTo, screenshots, type ConsoleUnderTest } from '../console-under-test.js';

const widths = [1280, 390];
const schemes = ['light', 'dark'] as const;

/**
 * Returns a fault unless the page has exactly one `h1` and skips no heading level, such as from
 * `h2` to `h4`.
 */
const headingFaults = async (page: Page): Promise<string[]> => {
  const levels = await page.evaluate<number[]>(
    '[...document.querySelectorAll("h1, h2, h3, h4")].map((one) => Number(one.tagName[1]))',
  );
  const isSkipped = levels.some((level, at) => level > (levels[at - 1] ?? 0) + 1);
  const firsts = levels.filter((level) => level === 1).length;
  return isSkipped || firsts !== 1 ? [`headings ${levels.join(' ')}`] : [];
};

/**
 * Checks for two faults: a caller's text became an HTML element of the page, or the page is wider
 * than the window.
 */
const wholenessFaults = async (page: Page, width: number): Promise<string[]> => {
  const made = await page.locator('main img, main script, main b').count();
  const shown = await page.evaluate<number>('document.documentElement.scrollWidth');
  return [
    ...(made > 0 ? [`${made} elements made of texts`] : []),
    ...(shown > width ? [`${shown} px wide`] : []),
  ];
};

/**
 * Checks a page wide and narrow, each in light and dark colours, and saves a screenshot of each.
 */
const lookAt = async (page: Page, name: string): Promise<string[]> => {
  await page.waitForLoadState('networkidle');
  const faults: string[] = await headingFaults(page);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 860 });
    faults.push(...(await wholenessFaults(page, width)));
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      const path = join(screenshots, `${name}-${colorScheme}-${width}.png`);
      await page.screenshot({ path, fullPage: true });
      const found = await seriousFaults(page, colorScheme === 'light' ? 'all' : 'colours');
      faults.push(...found.map((fault) => `${colorScheme} ${width}: ${fault}`));
    }
  }
  return faults.map((fault) => `${name}: ${fault}`);
};

/**
 * Collects the page's errors and alert dialogues. An alert shows that the browser ran a script in a
 * caller's text.
 */
const complaintsOf = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
};

/** Checks on every page the accessibility, the headings, and that the page fits into the window. */
export const everyPage = (tested: ConsoleUnderTest): void => {
  inBrowser(
    'every page is whole and without serious faults, light and dark, wide and narrow',
    () => {
      test.each(['Overview', 'Orders', 'Audit', 'Webhooks', 'Administration'])(
        '%s',
        async (name) => {
          const page = await tested.signIn();
          const complaints = complaintsOf(page);
          await goTo(page, name);
          expect(await lookAt(page, name.toLowerCase())).toEqual([]);
          expect(complaints).toEqual([]);
        },
      );

      test('Settlements, one of them, and an order with a dialogue', async () => {
        const page = await tested.signIn();
        const complaints = complaintsOf(page);
        await goTo(page, 'Settlements');
        const faults = await lookAt(page, 'settlements');
        await page.getByRole('link', { name: 'no. 1', exact: true }).click();
        await page.getByRole('heading', { level: 2, name: 'Lines' }).waitFor();
        faults.push(...(await lookAt(page, 'settlement')));
        await page.getByRole('region', { name: 'Lines' }).getByRole('link').last().click();
        await page.getByText('✓ link holds').first().waitFor();
        faults.push(...(await lookAt(page, 'order')));
        await page.getByRole('button', { name: 'Refund…' }).click();
        faults.push(...(await lookAt(page, 'refund')));
        expect(faults).toEqual([]);
        expect(complaints).toEqual([]);
      });

      test('an order of which every text is hostile', async () => {
        const page = await tested.signIn(`/orders/${tested.seeded.hostileOrderId}`);
        const complaints = complaintsOf(page);
        await page.getByText('✓ link holds').first().waitFor();
        expect(await lookAt(page, 'hostile-order')).toEqual([]);
        // The order's texts contain characters that reverse the writing direction. The page must
        // isolate each text in a `<bdi>` element, so that text beside it is not reversed.
        const isolated = page.locator('main bdi', { hasText: 'refunded' });
        expect(await isolated.count()).toBeGreaterThan(2);
        expect(complaints).toEqual([]);
      });
    },
  );
};
