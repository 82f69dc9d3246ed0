import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inBrowser } from '../browser.js';
import { eventually, loseAnswer, type ConsoleUnderTest } from '../console-under-test.js';
import { post, register } from '../seed.js';

/** Tests of what administrators do: change stores, erase customers, and manage webhooks. */
export const administration = (tested: ConsoleUnderTest): void => {
  inBrowser('administrators', () => {
    test('change a store, remove one without orders, and keep one that has some', async () => {
      await post(tested.caller, '/v1/stores', {
        ...{ store: 'empty', salesSegment: 'B2C', currency: 'SEK', name: 'Nobody’s' },
      });
      const page = await tested.signIn('/administration');
      const row = (store: string) => page.getByRole('row', { name: new RegExp(`^${store} `) });
      await row('demo-se').getByRole('button', { name: 'Change…' }).click();
      const dialog = page.getByRole('dialog');
      const send = dialog.getByRole('button', { name: 'Change the store' });
      expect(await send.isDisabled()).toBe(true);
      await dialog.getByLabel('Name').fill('‮Demo <b>');
      await dialog.getByLabel('City').fill('Umeå');
      await send.click();
      await dialog.getByText('demo-se is changed').waitFor();
      await dialog.getByRole('button', { name: 'Done' }).click();
      const changed = await tested.caller.get('/v1/stores/demo-se');
      expect(changed.body).toMatchObject({ name: '‮Demo <b>', address: { city: 'Umeå' } });
      await row('demo-se').getByRole('button', { name: 'Remove…' }).click();
      await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
      await dialog.getByText('STORE_HAS_ORDERS').waitFor();
      await dialog.getByRole('button', { name: 'Leave it' }).click();
      await row('empty').getByRole('button', { name: 'Remove…' }).click();
      await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
      await row('empty').waitFor({ state: 'detached' });
      const focused = () => page.evaluate('document.activeElement.ariaLabel');
      await eventually(focused, 'Stores');
      expect((await tested.caller.get('/v1/stores/empty')).status).toBe(404);
      expect((await tested.caller.get('/v1/stores/demo-se')).status).toBe(200);
    });

    test('erase a customer, whose name is typed twice', async () => {
      const orderId = await register(tested.caller, { orderNumber: 'K-erase', lastName: 'Gone' });
      const page = await tested.signIn('/administration');
      await page.getByRole('button', { name: 'Erase a customer…' }).click();
      const dialog = page.getByRole('dialog');
      const send = dialog.getByRole('button', { name: 'Erase for good' });
      await dialog.getByLabel('Reference or e-mail address').fill('c-K-erase');
      await dialog.getByLabel('The same again').fill('c-K-eras');
      expect(await send.isDisabled()).toBe(true);
      await dialog.getByText('Not the same yet').waitFor();
      await dialog.getByLabel('The same again').fill('c-K-erase');
      await send.click();
      await dialog.getByText('Accepted').waitFor();
      expect(await dialog.innerText()).toContain('Erased. ');
      expect(await tested.orderOf(orderId)).toMatchObject({ customer: { erased: true } });
      const shown = await tested.signIn(`/orders/${orderId}`);
      await shown.getByText('The customer’s data was erased.').waitFor();
    });
  });

  inBrowser('webhooks', () => {
    const received: string[] = [];
    let server: Server;
    beforeAll(() => {
      server = createServer((request, response) => {
        received.push(String(request.headers['webhook-id']));
        request.resume();
        response.end();
      }).listen(0, '127.0.0.1');
    });
    afterAll(() => {
      server.close();
    });

    test('are made, deliver, and are replayed', async () => {
      const page = await tested.signIn('/webhooks');
      await page.getByRole('button', { name: 'New endpoint…' }).click();
      const dialog = page.getByRole('dialog');
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
      await dialog.getByLabel('URL').fill(address);
      await loseAnswer(page, tested, '/v1/webhooks');
      await dialog.getByRole('button', { name: 'Make the endpoint' }).click();
      await dialog.getByText('takes effect once at most').waitFor();
      await dialog.getByRole('button', { name: 'Try again: Make the endpoint' }).click();
      await dialog.locator('[data-secret]').waitFor();
      await dialog.getByRole('button', { name: 'Done' }).click();
      await register(tested.caller, { orderNumber: 'K-hook' });
      expect(await page.getByRole('link', { name: address }).count()).toBe(1);
      await page.getByRole('link', { name: address }).click();
      await page.getByRole('button', { name: 'Delivered' }).click();
      await page.getByRole('button', { name: 'Replay' }).first().click();
      const isAgain = (): Promise<boolean> =>
        Promise.resolve(received.length > new Set(received).size);
      await eventually(isAgain, true);
    });
  });
};
