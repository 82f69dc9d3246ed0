import {
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DemoClient } from './demo.js';
import { readyBlock, reportReadiness } from './ready-block.js';

const url = 'http://127.0.0.1:8080';
const order = { orderId: '8c1f0000-0000-5000-8000-000000000000', orderNumber: 'demo-1' };
const client: DemoClient = {
  clientId: 'demo',
  clientSecret: 'the-secret-of-the-demo-client',
  secretFile: '/data/client.secret',
  isNew: true,
};

const block = (changes: Partial<DemoClient> = {}, isTerminal = true): string => {
  const shown = { ...client, ...changes };
  return readyBlock({ url, dataDir: '/data', client: shown, order, failing: [] }, isTerminal).join(
    '\n',
  );
};

describe('the block that is printed when all is ready', () => {
  test('shows the secret at the first start', () => {
    expect(block()).toContain('client_secret=the-secret-of-the-demo-client');
  });

  test('names the file of the secret where output is no terminal, and its commands read it there', () => {
    const elsewhere = block({}, false);
    expect(elsewhere).not.toContain('the-secret');
    expect(elsewhere).toBe(block({ isNew: false }));
  });

  test('tells where the secret is at later starts, and its commands read it there', () => {
    const later = block({ isNew: false });
    expect(later).not.toContain('the-secret');
    expect(later).toContain('Client secret  in /data/client.secret');
    expect(later).toContain('client_secret="$(cat /data/client.secret)"');
  });

  test('quotes a path for the shell', () => {
    const later = block({ isNew: false, secretFile: "/my data/it's/client.secret" });
    expect(later).toContain(String.raw`$(cat '/my data/it'\''s/client.secret')`);
  });

  test('never repeats a secret that was set', () => {
    const set = { clientId: 'shop', clientSecret: client.clientSecret, isNew: false };
    const text = readyBlock({ url, dataDir: '/data', client: set, order, failing: [] }, true).join(
      '\n',
    );
    expect(text).not.toContain('the-secret');
    expect(text).toContain('client_secret="$BOOTSTRAP_CLIENT_SECRET"');
  });

  test('names the console and the command that opens it', () => {
    expect(block()).toContain(`${url}/console  (sign in with the client, or: npx ledger console)`);
  });

  test('has a token call, a capture and the GET that shows it', () => {
    expect(block()).toContain(`${url}/oauth2/v2.0/token`);
    expect(block()).toContain(`${url}/manage/orders/${order.orderId}/capture`);
    expect(block()).toContain(`curl ${url}/manage/orders/${order.orderId} -H`);
  });

  test('has a card payment where the sandbox runs, and names the pages of the other contracts', () => {
    const sandboxUrl = 'http://127.0.0.1:12111';
    const ready = { url, dataDir: '/data', client, order, failing: [] };
    const text = readyBlock({ ...ready, sandboxUrl }, true).join('\n');
    expect(text).toContain(`${sandboxUrl}/sandbox/intents/$INTENT/tap`);
    expect(text).toContain('docs/contracts/README.md');
    expect(block()).not.toContain('INTENT');
    const other = readyBlock({ ...ready, order: undefined, sandboxUrl }, true).join('\n');
    expect(other).not.toContain('INTENT');
  });

  test('has no commands without a client', () => {
    const nobody = { url, dataDir: '/data', client: undefined, order: undefined, failing: [] };
    const text = readyBlock(nobody, true).join('\n');
    expect(text).not.toContain('curl');
    expect(text).toContain(url);
  });
});

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-report-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const report = { url: 'http://127.0.0.1:8080', pid: 1, dataDir: '/data', clientSecret: 'x' };

describe('the report of readiness', () => {
  test('appears as a file of its owner, complete', () => {
    const file = join(folder, 'ready.json');
    reportReadiness(report, { fd: undefined, file });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(report);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['ready.json']);
  });

  test('is one line on the file descriptor, which then ends', () => {
    const file = join(folder, 'pipe');
    const fd = openSync(file, 'w');
    reportReadiness(report, { fd, file: undefined });
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(report)}\n`);
    expect(() => fstatSync(fd)).toThrow('EBADF');
  });
});
