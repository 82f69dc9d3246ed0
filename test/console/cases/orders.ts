import { expect, test } from '@jest/globals';
import { inBrowser } from '../browser.js';
import { eventually, shownSums, textsOf, type ConsoleUnderTest } from '../console-under-test.js';
import { hostile, register } from '../seed.js';

/**
 * Tests of the list of orders and of a single order: search, replay, and texts with HTML or
 * scripts.
 */
export const orders = (tested: ConsoleUnderTest): void => {
  inBrowser('orders', () => {
    test('are found by number, reference, customer and amount', async () => {
      const page = await tested.signIn('/orders');
      const search = page.getByLabel('Search');
      const { number, reference } = tested.seeded;
      const amounts = ['98.00', '98,00', '98 SEK'];
      for (const text of [number, `#${number}`, 'k-10', reference, 'Lindgren', ...amounts]) {
        await search.fill(text);
        await page.getByRole('link', { name: tested.seeded.number, exact: true }).waitFor();
        await page.getByRole('link', { name: 'demo-1' }).waitFor({ state: 'detached' });
      }
      const amount = { unitPrice: 34_600, quantity: 1, articleNumber: 'Y', vatRate: 0 };
      await register(tested.caller, {
        ...{ orderNumber: 'K-yen', currency: 'JPY', rows: [{ ...amount, description: 'Tea' }] },
      });
      await search.fill('346.00');
      await page.getByRole('link', { name: 'K-101' }).waitFor();
      expect(await page.getByRole('link', { name: 'K-yen' }).count()).toBe(0);
      await search.fill('34600 JPY');
      await page.getByRole('link', { name: 'K-yen' }).waitFor();
      await page.getByRole('link', { name: 'K-101' }).waitFor({ state: 'detached' });
      await search.fill('nothing has this');
      await page.getByText('No order of your stores matches.').waitFor();
    });

    test('show hostile texts as texts', async () => {
      const page = await tested.signIn('/orders');
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
      const page = await tested.signIn(`/orders/${tested.seeded.orderId}`);
      await page.getByText('links hold, recomputed in this browser').waitFor();
      expect(await shownSums(page)).toEqual(textsOf(await tested.orderOf(tested.seeded.orderId)));
      await page.getByRole('button', { name: 'First' }).click();
      for (let revision = 0; revision < tested.seeded.events; revision += 1) {
        const then = await tested.orderOf(tested.seeded.orderId, revision);
        await page.getByText(`event ${revision + 1} of ${tested.seeded.events}`).waitFor();
        await expect(eventually(() => shownSums(page), textsOf(then))).resolves.toBeUndefined();
        if (revision < tested.seeded.events - 1)
          await page.getByRole('button', { name: 'Forth' }).click();
      }
      await page.getByRole('button', { name: 'By time' }).click();
      await page.getByLabel('Time at which the order is shown').press('Home');
      // At the earliest time the slider shows event 2, not event 1. The order was registered and
      // authorised at the same instant.
      await page.getByText(`event 2 of ${tested.seeded.events}`).waitFor();
      expect(await page.getByText('✓ link holds').count()).toBe(tested.seeded.events);
    });

    test('are captured: the amount is named, the outcome shown, and it is the log’s', async () => {
      const page = await tested.signIn(`/orders/${tested.seeded.openOrderId}`);
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
      const order = await tested.orderOf(tested.seeded.openOrderId);
      expect(order).toMatchObject({
        captured: 9_800,
        captures: [{ amount: 9_800, reference: 'by hand', status: 'settled' }],
      });
      await expect(eventually(() => shownSums(page), textsOf(order))).resolves.toBeUndefined();
    });
  });
};
