import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { LedgerCaller } from '../../apps/api/src/contracts/ledger/testing/ledger-caller.js';
import { demoCommands } from '../support/demo-commands.js';
import type { DemoCommands } from '../support/demo-commands.js';
import { eventually, repository, RunningSystem, survivors } from '../support/system.js';
import { useSystem } from '../support/use-system.js';

const run = promisify(execFile);

/**
 * The system starts in an empty folder, as on a user's first start. So it makes its keys, its
 * database and its log.
 */
const system = useSystem({ dataDir: mkdtempSync(join(tmpdir(), 'ledger-first-')) });

const bash = async (script: string): Promise<string> =>
  (await run('bash', ['-c', `set -euo pipefail\n${script}`], { cwd: repository })).stdout;

/**
 * The pages about the ledger's APIs, in alphabetical order. The README comes first, because upper
 * case sorts before lower case. The commands in the README set shell variables that the other pages
 * need.
 */
const contractPages = readdirSync(join(repository, 'docs/contracts'))
  .map((file) => basename(file, '.md'))
  .sort();

/**
 * Returns the shell commands of a page. The example URL and data folder in them are replaced by
 * those of the running system.
 */
const pastedFrom = (page: string): string => {
  const { url, dataDir } = system.current;
  const text = readFileSync(join(repository, 'docs/contracts', `${page}.md`), 'utf8');
  return [...text.matchAll(/^```sh\n([^]*?)^```/gm)]
    .map(([, block = '']) => block)
    .join('\n')
    .replaceAll('http://127.0.0.1:8080', url)
    .replaceAll('data/run.json', join(dataDir, 'run.json'))
    .replaceAll('npx ledger', `DATA_DIR='${dataDir}' node bin/ledger.mjs`);
};

/** Makes `curl` fail on an error status, so that the script stops at the first failed request. */
const strictCurl = 'curl() { command curl --silent --show-error --fail-with-body "$@"; }';

/**
 * Returns the commands that the system prints for a user to try. The system may print them a moment
 * after it reports that it is ready, so the function waits.
 */
const printed = async (): Promise<DemoCommands> =>
  eventually('the commands are printed', () => {
    const { output } = system.current;
    return output.includes('Ctrl-C stops') ? demoCommands(output) : undefined;
  });

interface Shown {
  readonly data: { readonly status: string; readonly invoices: readonly { amount: number }[] };
}

/** Runs the printed commands that get a token and show the order, and returns the shown order. */
const shown = async ({ token, show }: DemoCommands): Promise<Shown['data']> => {
  const output = await bash(`${token}\n${show}`);
  return (JSON.parse(output) as Shown).data;
};

const activated = { status: 'Activated', invoices: [{ amount: 285 }] };

describe('a first user', () => {
  test('pastes the printed commands, gets 202 and soon sees the capture', async () => {
    const commands = await printed();
    const answer = await bash(`${commands.token}\n${commands.capture}`);
    expect(answer).toMatch(/^HTTP\/1\.1 202 Accepted\r\n/);
    expect(answer).toMatch(
      new RegExp(`\r\nlocation: /manage/orders/${system.current.orderId}\r\n`, 'i'),
    );
    expect(answer).toMatch(/\r\n\r\n$/);

    const data = await eventually(
      'the capture is shown',
      async () => {
        const order = await shown(commands);
        return order.invoices.length > 0 ? order : undefined;
      },
      10_000,
    );
    expect(data).toMatchObject(activated);
  });

  test('pastes the card payment: it is authorised by the tap, requested, and soon settled', async () => {
    const { token, card } = await printed();
    const answer = await bash(`${token}\n${card.order}\n${card.tap}\n${card.capture}`);
    const [tapped, ...rest] = answer.split('\n');
    expect(tapped).toBe('requires_capture');
    expect(rest.join('\n')).toMatch(/^HTTP\/1\.1 202 Accepted\r\n/);
    expect(answer).toMatch(/"status":"requested"/);
    const [, orderId = ''] = /"orderId":"([^"]+)"/.exec(answer) ?? [];
    await eventually('the capture is settled', async () => {
      const shownCaptures = await bash(`${token}\nCARD=${orderId}\n${card.show}`);
      const { items } = JSON.parse(shownCaptures) as { items: { status: string }[] };
      return items[0]?.status === 'settled' || undefined;
    });
  });

  test('pastes the pages of the contracts one after another, and again', async () => {
    const { token } = await printed();
    const pages = contractPages.map(pastedFrom).join('\n');
    // Each of these texts must be in the output. The pages of Akinon, Medusa, the Store API and
    // WooPayments make payments, and these are the results.
    const outcomes = [
      '"status":"450"',
      '"payment_status":"captured"',
      '"payment_status":"success"',
      '{"status":"succeeded","id":"pi_',
    ];
    for (const round of ['first', 'again']) {
      const answers = await bash(`${strictCurl}\n${token}\n${pages}`);
      const missing = outcomes.filter((outcome) => !answers.includes(outcome));
      expect({ round, missing }).toEqual({ round, missing: [] });
    }
  });

  test('sends a bulk, and the log has no warning of Node.js', async () => {
    const { url, clientId, clientSecret, orderId } = system.current;
    const { authorization } = await LedgerCaller.authenticate(url, clientId, clientSecret);
    const answer = await fetch(`${url}/v1/captures`, {
      method: 'POST',
      headers: { Authorization: authorization, 'Content-Type': 'application/x-ndjson' },
      body: JSON.stringify({ orderId, idempotencyKey: 'bulk-1', amount: 1 }),
    });
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({
      status: 200,
      body: { line: 1, code: 'CAPTURE_ORDER_ALREADY_CAPTURED' },
    });
    expect(system.current.output).not.toMatch(/Warning:|MaxListeners/);
  });

  test('stops it with Ctrl-C, and finds the data again with another order to capture', async () => {
    const { orderId, dataDir, clientSecret } = system.current;
    const pids = system.current.pids();
    expect(await system.current.stop('SIGINT')).toBe(0);
    expect(survivors(pids)).toEqual([]);

    system.current = await RunningSystem.start({ dataDir });
    expect(system.current.clientSecret).toBe(clientSecret);
    expect(system.current.output).not.toContain(clientSecret);
    expect(system.current.orderId).not.toBe(orderId);

    const commands = await printed();
    const former = commands.show.replaceAll(system.current.orderId, orderId);
    expect(await shown({ ...commands, show: former })).toMatchObject(activated);
    expect(await bash(`${commands.token}\n${commands.capture}`)).toMatch(/^HTTP\/1\.1 202 /);
  });
});
