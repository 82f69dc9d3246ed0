import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import {
  type Browser,
  type BrowserContext,
  chromium as launcher,
  type Page,
} from 'playwright-core';

/** The path of Chrome on macOS. */
const installedOnMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * Returns the path of the browser: CHROMIUM_PATH, else Chrome on macOS, else the Chromium of an npm
 * package on Linux.
 */
const executable = async (): Promise<string | undefined> => {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) return named;
  if (existsSync(installedOnMac)) return installedOnMac;
  // The npm package includes a Chromium for Linux on x64 only.
  const isServed = process.platform === 'linux' && process.arch === 'x64';
  return isServed ? chromium.executablePath() : undefined;
};

const path = await executable();

/**
 * Describes specs that need a browser. On a machine without a browser the specs are skipped, and
 * the reason is in their name.
 */
export const inBrowser = (name: string, specs: () => void): void => {
  const reason = `no Chromium for ${process.platform} ${process.arch}: set CHROMIUM_PATH`;
  if (path === undefined) describe.skip(`${name} (${reason})`, specs);
  else describe(name, specs);
};

/**
 * As root Chromium runs only without its sandbox. Without font hinting, texts look the same on
 * every machine.
 */
const args = ['--no-sandbox', '--no-zygote', '--font-render-hinting=none'];

export interface BrowserInUse {
  /** Opens a page in a new browser profile. */
  open(options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
}

/** A real browser for this spec file, closed at its end. */
export const useBrowser = (): BrowserInUse => {
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    if (path === undefined) return;
    browser = await launcher.launch({ executablePath: path, headless: true, args });
  });
  // Pages are closed after each test: an open page would go on polling the API and slow down the
  // next tests.
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
  });
  return {
    open: async (options = {}) => {
      if (browser === undefined) throw new Error('There is no browser');
      const context = await browser.newContext({ timezoneId: 'UTC', ...options });
      contexts.push(context);
      return context.newPage();
    },
  };
};
