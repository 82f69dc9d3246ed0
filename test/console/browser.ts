import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import {
  type Browser,
  type BrowserContext,
  chromium as launcher,
  type Page,
} from 'playwright-core';

const installedOnMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * Returns the path of the browser to use. CHROMIUM_PATH comes first, then Chrome on macOS, then the
 * Chromium in an npm package on Linux. `undefined` if there is none.
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
 * Registers specs that need a browser. On a machine without one they are skipped, and their name
 * says why.
 */
export const inBrowser = (name: string, specs: () => void): void => {
  const reason = `no Chromium for ${process.platform} ${process.arch}: set CHROMIUM_PATH`;
  if (path === undefined) describe.skip(`${name} (${reason})`, specs);
  else describe(name, specs);
};

/**
 * Chromium refuses to run as root with its sandbox, so the sandbox is off. Font hinting is off,
 * because with it texts look different from machine to machine.
 */
const args = ['--no-sandbox', '--no-zygote', '--font-render-hinting=none'];

export interface BrowserInUse {
  /** Opens a page in a new browser profile, without cookies or data of earlier pages. */
  open(options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
}

/** Starts a real browser for the tests of this spec file, and closes it after the last test. */
export const useBrowser = (): BrowserInUse => {
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    if (path === undefined) return;
    browser = await launcher.launch({ executablePath: path, headless: true, args });
  });
  // Closes all pages after each test. An open page would go on polling the API and slow down the
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
