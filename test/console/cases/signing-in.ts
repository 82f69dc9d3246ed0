import { expect, test } from '@jest/globals';
import { runLedger } from '../../support/run-ledger.js';
import { inBrowser } from '../browser.js';
import { goTo, type ConsoleUnderTest } from '../console-under-test.js';

/** Tests of signing in and out, and of clients that lack scopes. */
export const signingIn = (tested: ConsoleUnderTest): void => {
  inBrowser('signing in', () => {
    test('works with id and secret, says when they are wrong, keeps nothing, and ends', async () => {
      const page = await tested.browser.open();
      const called: string[] = [];
      page.on('request', (request) => called.push(new URL(request.url()).origin));
      await page.goto(`${tested.system.url}/console`);
      await page.getByLabel('Client id').fill(tested.system.clientId);
      await page.getByLabel('Client secret').fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toContain('its secret is wrong');
      await page.getByLabel('Client secret').fill(tested.system.clientSecret);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('navigation', { name: 'Pages' }).waitFor();
      await page.getByText('Last seal').waitFor();
      expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).toBe('[{},{}]');
      expect(await page.context().cookies()).toEqual([]);
      expect(page.url()).not.toMatch(/token|secret|code/);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect([...new Set(called)]).toEqual([tested.system.url]);
    });

    test('works once by the link of `ledger console`, which leaves no code in the address', async () => {
      const printed = await runLedger(['console', '--json'], { DATA_DIR: tested.system.dataDir });
      expect(printed.complaint).toBe('');
      const { link } = JSON.parse(printed.output) as { link: string };
      const page = await tested.browser.open();
      await page.goto(link);
      await page.getByRole('navigation', { name: 'Pages' }).waitFor();
      expect(page.url()).not.toContain('code');
      const again = await tested.browser.open();
      await again.goto(link);
      await again.getByRole('alert').waitFor();
      expect(await again.getByRole('alert').innerText()).toContain('was used before');
    });

    test('without scopes shows which one each page needs, and offers no command', async () => {
      const page = await tested.signIn('/', tested.seeded.orderReader);
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
      await page.getByRole('link', { name: tested.seeded.number, exact: true }).click();
      await page.getByRole('heading', { level: 2, name: 'History' }).waitFor();
      expect(await page.getByRole('button', { name: 'Capture…' }).count()).toBe(0);
    });

    test('without any of them has on every page a title and what is missing', async () => {
      const { blind, orderId, settlementId } = tested.seeded;
      const page = await tested.signIn('/', blind);
      const broken: string[] = [];
      page.on('pageerror', (error) => broken.push(error.message));
      page.on('response', (answer) => answer.status() >= 400 && broken.push(answer.url()));
      for (const [path, title, scope] of [
        ['', 'Overview', 'settlements:read'],
        ['orders', 'Orders', 'orders:read'],
        [`orders/${orderId}`, 'Order', 'orders:read'],
        ['settlements', 'Settlements', 'settlements:read'],
        [`settlements/${settlementId}`, 'Settlement', 'settlements:read'],
        ['audit', 'Audit', 'audit:read'],
        ['webhooks', 'Webhooks', 'admin'],
        ['webhooks/any', 'Webhook', 'admin'],
        ['administration', 'Administration', 'admin'],
      ] as const) {
        // Changes the page through the console's own router. Loading the URL anew would sign the
        // user out.
        await page.evaluate(`history.pushState({}, '', '/console/${path}')`);
        await page.evaluate("window.dispatchEvent(new PopStateEvent('popstate'))");
        await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
        await page.getByText(`the scope ${scope} is missing`).waitFor();
      }
      expect(broken).toEqual([]);
    });

    test('says what failed, and reads it at the second try', async () => {
      const page = await tested.signIn('/');
      const body = JSON.stringify({ code: 'BAD_REQUEST', detail: 'Not this time' });
      await page.route('**/v1/orders?*', (route) => route.fulfill({ status: 400, body }), {
        times: 1,
      });
      await goTo(page, 'Orders');
      await page.getByText('Not this time').waitFor();
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('link', { name: tested.seeded.number, exact: true }).waitFor();
    });
  });
};
