import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inBrowser } from '../browser.js';
import {
  eventually,
  kronor,
  loseAnswer,
  shownSums,
  textsOf,
  type ConsoleUnderTest,
} from '../console-under-test.js';
import { post, register } from '../seed.js';

/**
 * Presses the dialogue's button with the text `verb`, waits for the outcome, and closes the
 * dialogue. Returns the text of the outcome.
 */
const send = async (page: Page, verb: string): Promise<string> => {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: verb, exact: true }).click();
  await dialog.getByText('Accepted').waitFor();
  const outcome = await dialog.innerText();
  await dialog.getByRole('button', { name: 'Done' }).click();
  return outcome;
};

/**
 * Tests of commands that change money. After each command the test reads the order from the API, to
 * see that the command really took effect.
 */
export const commands = (tested: ConsoleUnderTest): void => {
  inBrowser('commands', () => {
    const captured = async (orderNumber: string): Promise<string> => {
      const orderId = await register(tested.caller, { orderNumber });
      await post(tested.caller, `/v1/orders/${orderId}/captures`, {
        ...{ amount: 9_800, reference: 'parcel' },
      });
      return orderId;
    };

    test('refund an amount: it is named, and the order shows it', async () => {
      const orderId = await captured('K-refund');
      const page = await tested.signIn(`/orders/${orderId}`);
      await page.getByRole('button', { name: 'Refund…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Amount' }).click();
      await dialog.getByLabel('Amount in SEK').fill('1,000.00');
      await dialog.getByText('Digits with one decimal point or comma').waitFor();
      await dialog.getByLabel('Amount in SEK').fill('12,50');
      await dialog.getByText(`of ${kronor(9_800)} captured and not refunded`).waitFor();
      expect(await send(page, `Refund ${kronor(1_250)}`)).toContain(kronor(1_250));
      const order = await tested.orderOf(orderId);
      expect(order.refunded).toBe(1_250);
      await eventually(() => shownSums(page), textsOf(order));
    });

    test('name no amount that was typed before another choice', async () => {
      const orderId = await captured('K-choices');
      const page = await tested.signIn(`/orders/${orderId}`);
      const dialog = page.getByRole('dialog');
      const amount = dialog.getByLabel('Amount in SEK');
      for (const [command, all, confirmation] of [
        ['Refund', 'All that was captured', 'Say how much is to be refunded.'],
        ['Capture', 'All that is left', 'Say what is to be captured.'],
      ] as const) {
        await page.getByRole('button', { name: `${command}…` }).click();
        await dialog.getByRole('button', { name: 'Amount' }).click();
        await amount.fill('12,50');
        await dialog.getByRole('button', { name: 'Amount' }).click();
        await dialog.getByRole('button', { name: `${command} ${kronor(1_250)}` }).waitFor();
        await dialog.getByRole('button', { name: all }).click();
        await dialog.getByRole('button', { name: 'Amount' }).click();
        await dialog.getByText(confirmation).waitFor();
        expect(await amount.inputValue()).toBe('');
        const send = dialog.getByRole('button', { name: `${command} `, exact: true });
        expect(await send.isDisabled()).toBe(true);
        await dialog.getByRole('button', { name: 'Leave it' }).click();
      }
    });

    test('are not kept while the browser is offline, to be sent later', async () => {
      const orderId = await captured('K-offline');
      const page = await tested.signIn(`/orders/${orderId}`);
      await page.getByRole('button', { name: 'Refund…' }).click();
      await page.context().setOffline(true);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: `Refund ${kronor(9_800)}` }).click();
      await dialog.getByText('Not known whether it was accepted').waitFor();
      await page.context().setOffline(false);
      await send(page, `Try again: Refund ${kronor(9_800)}`);
      expect(await tested.orderOf(orderId)).toMatchObject({ refunded: 9_800 });
    });

    test('are refused in the ledger’s words, and nothing happens', async () => {
      const orderId = await captured('K-refused');
      const page = await tested.signIn(`/orders/${orderId}`);
      await page.getByRole('button', { name: 'Refund…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Amount' }).click();
      await dialog.getByLabel('Amount in SEK').fill('500');
      await dialog.getByRole('button', { name: `Refund ${kronor(50_000)}` }).click();
      await dialog.getByText('Not accepted').waitFor();
      expect(await dialog.getByRole('alert').innerText()).toContain('REFUND_AMOUNT');
      expect(await tested.orderOf(orderId)).toMatchObject({ captured: 9_800, refunded: 0 });
    });

    test('cancel what is left', async () => {
      const orderId = await captured('K-cancel');
      const page = await tested.signIn(`/orders/${orderId}`);
      await page.getByRole('button', { name: 'Cancel what is left…' }).click();
      await page.getByRole('dialog').getByLabel('Reference').fill('sold out');
      expect(await send(page, `Cancel ${kronor(24_800)}`)).toContain(kronor(24_800));
      expect(await tested.orderOf(orderId)).toMatchObject({ cancelled: 24_800, remaining: 0 });
      expect(await page.getByRole('button', { name: 'Capture…' }).isDisabled()).toBe(true);
    });

    test('are accepted although the order cannot be shown yet, and say so', async () => {
      const orderId = await captured('K-behind');
      const page = await tested.signIn(`/orders/${orderId}`);
      const body = JSON.stringify({ code: 'POSITION_NOT_REACHED', detail: 'Not there yet' });
      await page.route(`**/orders/${orderId}?position=*`, (route) =>
        route.fulfill({ status: 412, body }),
      );
      await page.getByRole('button', { name: 'Refund…' }).click();
      expect(await send(page, `Refund ${kronor(9_800)}`)).toContain('do not send it again');
      expect(await tested.orderOf(orderId)).toMatchObject({ refunded: 9_800 });
    });

    test('say when nobody knows whether they were accepted, and are tried again once', async () => {
      const orderId = await captured('K-proxy');
      const page = await tested.signIn(`/orders/${orderId}`);
      await loseAnswer(page, tested, '/refunds');
      await page.getByText('✓ link holds').first().waitFor();
      // The answer to this refund is lost on purpose. The page then reads the history again, and
      // gets no answer to that either. The dialogue must show the failure without waiting for the
      // history.
      await page.route('**/history?*', () => undefined, { times: 1 });
      await page.getByRole('button', { name: 'Refund…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Amount' }).click();
      await dialog.getByLabel('Amount in SEK').fill('10');
      await dialog.getByRole('button', { name: `Refund ${kronor(1_000)}`, exact: true }).click();
      await dialog.getByText('Not known whether it was accepted').waitFor();
      await dialog.getByText('takes effect once at most').waitFor();
      await send(page, `Try again: Refund ${kronor(1_000)}`);
      expect(await tested.orderOf(orderId)).toMatchObject({ refunded: 1_000 });
    });

    test('are not sent by a guess at the decimals of a currency', async () => {
      const orderId = await captured('K-unknown');
      const page = await tested.browser.open();
      await page.route('**/v1/currencies', (route) => route.fulfill({ status: 400, body: '{}' }));
      await tested.signInAt(page, `${tested.system.url}/console/orders/${orderId}`);
      await page.getByRole('button', { name: 'Refund…' }).click();
      const dialog = page.getByRole('dialog');
      expect(await dialog.getByRole('button', { name: 'Refund …' }).isDisabled()).toBe(true);
      await dialog.getByRole('button', { name: 'Amount' }).click();
      expect(await dialog.getByLabel('Amount in SEK').isDisabled()).toBe(true);
    });

    test('are in the plots of the overview, whose days move on at midnight', async () => {
      const page = await tested.browser.open();
      await page.clock.install({ time: '2031-05-01T23:58:00Z' });
      await tested.signInAt(page, `${tested.system.url}/console/`);
      await page.getByText('Figures by day, in SEK').click();
      const lastDay = () => page.locator('.figures-table tbody th').last().innerText();
      expect(await lastDay()).toBe('2031-05-01');
      await page.clock.fastForward('05:00'); // To 00:03 in the zone of the store, UTC.
      await captured('K-midnight');
      await eventually(async () => {
        await page.evaluate('window.dispatchEvent(new Event("visibilitychange"))');
        await page.clock.fastForward('00:06'); // The page reads again what is older than 5 s.
        return lastDay();
      }, '2031-05-02');
    });

    test('cut a settlement, record its payout and take it back', async () => {
      const page = await tested.signIn('/settlements');
      await page.getByRole('button', { name: 'Cut…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: /^Cut / }).click();
      await dialog.getByRole('link', { name: /^Settlement no\. \d/ }).click();
      await page.getByRole('button', { name: 'Record the payout…' }).click();
      await dialog.getByLabel('Reference').fill('<b>BG 7</b>');
      await dialog.getByRole('button', { name: /^Record / }).click();
      await dialog.getByText('Paid out on').waitFor();
      await dialog.getByRole('button', { name: 'Done' }).click();
      const found = await tested.caller.get('/v1/settlements?q=%3Cb%3Ebg');
      const [settlement] = (found.body as { items: { total: number; settlementId: string }[] })
        .items;
      expect(page.url()).toContain(settlement!.settlementId);
      await page.getByText(`${kronor(settlement!.total)} paid out on`).waitFor();
      expect(await page.locator('main b').count()).toBe(0);
      // The button that opened the dialogue is gone once the payout is recorded. The keyboard focus
      // must then be on the main part of the page.
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      await page.getByRole('button', { name: 'Take the payout back…' }).click();
      await dialog.getByLabel('Reason').fill('account closed');
      const taken = await send(page, `Take ${kronor(settlement!.total)} back`);
      expect(taken).toContain('The payout is taken back.');
      await page.getByText('was taken back: account closed').waitFor();
      const again = await tested.caller.get(`/v1/settlements/${settlement!.settlementId}`);
      expect(again.body).toMatchObject({
        ...{ status: 'stated', payoutReversalReason: 'account closed' },
        reversedPayoutReference: '<b>BG 7</b>',
      });
    });
  });
};
