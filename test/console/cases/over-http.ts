import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { ConsoleUnderTest } from '../console-under-test.js';

/** Tests that need no browser: redirects, headers, and the size of the scripts. */
export const overHttp = (tested: ConsoleUnderTest): void => {
  describe('the console over HTTP', () => {
    test('is where a browser is sent from the root, and where nobody else is', async () => {
      const asBrowser = { headers: { accept: 'text/html,*/*;q=0.8' }, redirect: 'manual' as const };
      const sent = await fetch(tested.system.url, asBrowser);
      expect([sent.status, sent.headers.get('location')]).toEqual([302, 'console/']);
      expect((await fetch(tested.system.url)).status).toBe(404);
    });

    test('has a page that allows nothing inline, no frame, no other host and no copy', async () => {
      const page = await fetch(`${tested.system.url}/console/orders/1`);
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
      expect((await fetch(`${tested.system.url}/console/assets/no.js`)).status).toBe(404);
    });

    test('loads at most 250 kB of compressed script before its first page', async () => {
      const start = new URL(`${tested.system.url}/console/`);
      const html = await (await fetch(start)).text();
      const scripts = [...html.matchAll(/(?:src|href)="(\.\/assets\/[^"]+\.js)"/g)];
      expect(scripts.length).toBeGreaterThan(0);
      let bytes = 0;
      for (const [, address = ''] of scripts) {
        const file = await fetch(new URL(address, start));
        expect(file.headers.get('cache-control')).toContain('immutable');
        bytes += gzipSync(await file.text()).length;
      }
      expect(bytes).toBeLessThanOrEqual(250_000);
    });
  });
};
