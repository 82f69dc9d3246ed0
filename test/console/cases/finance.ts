import { expect, test } from '@jest/globals';
import { LedgerCaller } from '../../../apps/api/src/contracts/ledger/testing/ledger-caller.js';
import { inBrowser } from '../browser.js';
import { eventually, goTo, kronor, type ConsoleUnderTest } from '../console-under-test.js';

/** Tests of what finance staff and auditors do. */
export const finance = (tested: ConsoleUnderTest): void => {
  inBrowser('finance and auditors', () => {
    test('see a settlement as the API has it, and go from a line to its order', async () => {
      const page = await tested.signIn('/settlements');
      await page.getByRole('link', { name: 'no. 1', exact: true }).click();
      await page.getByRole('heading', { name: 'Settlement no. 1' }).waitFor();
      const answer = await tested.caller.get(`/v1/settlements/${tested.seeded.settlementId}`);
      const settlement = answer.body as Record<string, number>;
      const figure = (label: string) => page.locator(`[data-figure="${label}"] .value`).innerText();
      await page.locator('[data-figure=Total]').waitFor();
      expect([
        await figure('Balance carried'),
        await figure('Captured'),
        await figure('Refunded'),
        await figure('Total'),
      ]).toEqual(
        ['ingoingBalance', 'captured', 'refunded', 'total'].map((name) =>
          kronor(settlement[name]!),
        ),
      );
      const pdf = page.waitForEvent('download');
      await page.getByRole('button', { name: 'PDF' }).click();
      expect((await pdf).suggestedFilename()).toBe('settlement-demo-se-1.pdf');
      await page.getByRole('region', { name: 'Lines' }).getByRole('link').first().click();
      await page.getByRole('heading', { level: 2, name: 'History' }).waitFor();
    });

    test('see on the overview what was captured and refunded', async () => {
      const page = await tested.signIn('/');
      const report = await tested.caller.get('/v1/reports/captures?groupBy=store');
      const [sums] = (report.body as { items: { captured: number; refunded: number }[] }).items;
      const figure = (label: string) =>
        page.locator(`.plot[data-figure="${label}"] .value`).first().innerText();
      await page.locator('.plot[data-figure=Captured]').first().waitFor();
      expect([await figure('Captured'), await figure('Refunded')]).toEqual([
        kronor(sums!.captured),
        kronor(sums!.refunded),
      ]);
    });

    test('see that the ledger does not answer, and not its last answer', async () => {
      const page = await tested.browser.open();
      await page.clock.install();
      await tested.signInAt(page, `${tested.system.url}/console/`);
      const state = async (): Promise<string> => {
        await page.clock.fastForward('00:15'); // Until it is asked for again.
        return page.locator('[data-figure=Ledger] .value').innerText();
      };
      await eventually(state, 'ready');
      for (const fault of [
        { status: 502, body: '<html>Bad gateway</html>' },
        { status: 503, body: '{"message":"no upstream"}' },
      ]) {
        await page.route('**/health/ready', (route) => route.fulfill(fault));
        await eventually(state, 'does not answer');
        await page.unroute('**/health/ready');
        await eventually(state, 'ready');
      }
    });

    test('see plots whose table has the figures of the API', async () => {
      const page = await tested.signIn('/');
      const report = await tested.caller.get('/v1/reports/daily?days=1');
      const [today] = (report.body as { items: Record<string, number>[] }).items;
      await page.getByText('Figures by day, in SEK').click();
      const cells = page.locator('.figures-table tbody tr').last().locator('td');
      const shown = async (): Promise<string[]> => cells.allInnerTexts();
      const of = (name: string) => kronor(today![name]!).replace('\u00a0SEK', '');
      expect(await shown()).toEqual(['captured', 'refunded', 'unsettled', 'failed'].map(of));
      expect(today).toMatchObject({ failed: 9_502, failedCaptures: 1 });
    });

    test('find a capture that never settled, and why', async () => {
      const page = await tested.signIn('/');
      const list = page.getByRole('region', { name: 'captures that failed or are open' });
      await list.getByRole('link', { name: 'CARD-FAILED' }).waitFor();
      expect(await list.innerText()).toContain('Your card was declined.');
      expect(await list.getByRole('link', { name: 'CARD-WAITS' }).count()).toBe(0);
      await page.getByLabel('Open for more than').selectOption('any time');
      await list.getByRole('link', { name: 'CARD-WAITS' }).click();
      const captures = page.getByRole('region', { name: 'Captures' });
      await captures.getByText('requested').waitFor();
      for (const [number, status] of [
        ['CARD-FAILED', 'failed'],
        ['CARD-SETTLED', 'settled'],
      ] as const) {
        await goTo(page, 'Orders');
        await page.getByLabel('Search').fill(number);
        await page.getByRole('link', { name: number }).click();
        await captures.getByText(status, { exact: true }).waitFor();
      }
    });

    test('reconcile a payout: found by its reference, added up to the lines', async () => {
      const page = await tested.signIn('/settlements');
      await page.getByLabel('Search').fill('no. 1');
      await page.getByRole('link', { name: 'no. 1', exact: true }).click();
      await page.getByText('what the statement has as captured less refunded').waitFor();
      const answer = await tested.caller.get(`/v1/settlements/${tested.seeded.settlementId}`);
      const { captured, refunded } = answer.body as { captured: number; refunded: number };
      const sum = await page.locator('.row-sum .number').innerText();
      expect(`${sum}\u00a0SEK`).toBe(kronor(captured - refunded));
    });

    test('verify the whole log with a seal that they kept', async () => {
      const page = await tested.signIn('/audit');
      const seals = await tested.caller.get('/v1/audit/seals');
      const [seal] = (seals.body as { items: { hash: string }[] }).items;
      await page.getByLabel('Hash of a seal').fill(seal!.hash);
      await page.getByRole('button', { name: 'Verify the log' }).click();
      await page.getByText('Everything holds').waitFor();
      await page.getByText('seal whose hash was given').first().waitFor();
      const runs = await tested.caller.get('/v1/audit/verifications?limit=1');
      expect(runs.body).toMatchObject({
        items: [{ status: 'done', result: { verdict: 'holds', findingsCount: 0 } }],
      });
    });

    test('make a client, whose secret is shown once and works', async () => {
      const page = await tested.signIn('/administration');
      await page.getByRole('button', { name: 'New client…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Id').fill('made-in-console');
      await dialog.getByLabel('demo-se').check();
      await dialog.getByRole('button', { name: 'Make the client' }).click();
      const secret = await dialog.locator('[data-secret]').innerText();
      await dialog.getByRole('button', { name: 'Done' }).click();
      await page.getByText('made-in-console').waitFor();
      expect(await page.getByText(secret).count()).toBe(0);
      await LedgerCaller.authenticate(tested.system.url, 'made-in-console', secret);
    });
  });
};
