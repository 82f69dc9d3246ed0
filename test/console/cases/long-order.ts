import { expect, test } from '@jest/globals';
import { until } from '../../support/until.js';
import { inBrowser } from '../browser.js';
import { kronor, type ConsoleUnderTest } from '../console-under-test.js';
import { post } from '../seed.js';

const capturesMade = 998;
const events = capturesMade + 2;

/**
 * Registers an order and captures it 998 times by one bulk request, so that its history has a
 * thousand events. Returns the order's id.
 */
const registerLong = async ({ caller }: ConsoleUnderTest): Promise<string> => {
  const row = { articleNumber: 'S', description: 'Screw', unitPrice: 100, vatRate: 25 };
  const { orderId } = await post<{ orderId: string }>(caller, '/v1/orders', {
    ...{ store: 'demo-se', orderNumber: 'LONG', paymentMethod: 'invoice' },
    authorization: { status: 'authorized' },
    rows: [{ ...row, quantity: 2_000 }],
  });
  const lines = Array.from({ length: capturesMade }, (_, at) =>
    JSON.stringify({
      ...{ orderId, idempotencyKey: `screw-${at}`, amount: 100 },
      items: [{ articleNumber: 'S', unitPrice: 100, quantity: 1 }],
    }),
  );
  const answer = await caller.post('/v1/captures', `${lines.join('\n')}\n`, {
    'Content-Type': 'application/x-ndjson',
  });
  const { position } = JSON.parse(String(answer.body).trim().split('\n').at(-1)!) as {
    position: string;
  };
  await caller.get(`/v1/orders/${orderId}?position=${position}`, { Prefer: 'wait=30' });
  return orderId;
};

/** Registers an order with 1,000 rows, the largest number allowed. Returns the order's id. */
const registerWide = async ({ caller }: ConsoleUnderTest): Promise<string> => {
  const rows = Array.from({ length: 1_000 }, (_, at) => ({
    ...{ articleNumber: `S-${at}`, description: `Screw ${at}`, unitPrice: 100, vatRate: 25 },
    quantity: 2,
  }));
  const { orderId } = await post<{ orderId: string }>(caller, '/v1/orders', {
    ...{ store: 'demo-se', orderNumber: 'WIDE', paymentMethod: 'invoice', rows },
    authorization: { status: 'authorized' },
  });
  return orderId;
};

/** Tests of the largest orders: one with a thousand events, and one with a thousand rows. */
export const longOrder = (tested: ConsoleUnderTest): void => {
  inBrowser('an order of a thousand events', () => {
    test('asks for its parts at once, draws what is in sight, and is replayed', async () => {
      const orderId = await registerLong(tested);
      const page = await tested.signIn('/orders?q=LONG');
      const asked: string[] = [];
      const held: (() => void)[] = [];
      // The page must send its three requests at the same time. The test holds back every answer
      // until the third request has arrived, so a page that waits for one answer first would hang.
      await page.route(`**/orders/${orderId}**`, async (route) => {
        asked.push(new URL(route.request().url()).pathname);
        if (asked.length < 3) await new Promise<void>((go) => held.push(go));
        else for (const go of held) go();
        await route.continue();
      });
      await page.getByRole('link', { name: 'LONG' }).click();
      await page.getByText(`event ${events} of ${events}`).waitFor();
      await page.getByText(`${events} of ${events} links hold`).waitFor();
      const path = `/v1/orders/${orderId}`;
      const chain = `/v1/audit/orders/${orderId}/chain`;
      expect(asked.toSorted()).toEqual([chain, path, `${path}/history`].toSorted());
      const drawn = await page.locator('.timeline li').count();
      expect(drawn).toBeGreaterThan(0);
      expect(drawn).toBeLessThan(60);
      expect(await page.evaluate('document.querySelectorAll("*").length')).toBeLessThan(2_000);
      await page.getByRole('button', { name: 'First', exact: true }).click();
      await page.getByText(`event 1 of ${events}`).waitFor();
      // An entry's height is measured only when it is drawn, so the page grows while scrolling. The
      // End key is therefore pressed until the last entry is drawn.
      const end = page.locator(`.timeline li[aria-posinset="${events}"]`);
      await until(async () => {
        await page.keyboard.press('Control+End');
        return end.isVisible();
      });
      const last = page.locator('.timeline li').last();
      expect(await last.innerText()).toContain(`revision ${events - 1}`);
    });

    test('and one of a thousand rows is captured by a few of them, shown in parts', async () => {
      const orderId = await registerWide(tested);
      const page = await tested.signIn(`/orders/${orderId}`);
      await page.getByRole('button', { name: 'Capture…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Rows' }).click();
      expect(await dialog.getByRole('spinbutton').count()).toBe(25);
      await dialog.getByLabel('Quantity of Screw 3, at most 2').fill('2');
      await dialog.getByRole('button', { name: 'Next' }).click();
      await dialog.getByLabel('Quantity of Screw 30, at most 2').fill('1');
      await dialog.getByRole('button', { name: `Capture ${kronor(300)}` }).click();
      await dialog.getByText('The order shows the capture of').waitFor();
      expect(await tested.orderOf(orderId)).toMatchObject({ captured: 300 });
    });
  });
};
