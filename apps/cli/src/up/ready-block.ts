import { closeSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { DemoClient, DemoOrder } from './demo.js';
import { firstCapture, tapAndCapture, tokenCall } from './printed-commands.js';

export interface ReadySystem {
  readonly url: string;
  readonly dataDir: string;
  readonly client: DemoClient | undefined;
  readonly order: DemoOrder | undefined;
  /** The URL of the gateway sandbox, if `up` started one. */
  readonly sandboxUrl?: string;
  /** The names of the processes that crash again and again soon after their start. */
  readonly failing: readonly string[];
}

const secretLine = ({ clientSecret, secretFile, isNew }: DemoClient): string => {
  if (secretFile === undefined) return 'as set in BOOTSTRAP_CLIENT_SECRET';
  return isNew ? `${clientSecret}  (kept in ${secretFile})` : `in ${secretFile}`;
};

/**
 * Hides a new secret if the output does not go to a terminal, because such output is often stored.
 * The name of the secret's file is shown instead.
 */
const shown = (client: DemoClient, isTerminal: boolean): DemoClient => ({
  ...client,
  isNew: client.isNew && isTerminal,
});

/**
 * Returns the lines that `up` prints when everything is ready. The commands can be pasted into a
 * shell that has curl.
 */
export const readyBlock = (ready: ReadySystem, isTerminal: boolean): string[] => {
  const { url, dataDir, order, sandboxUrl, failing } = ready;
  const client = ready.client && shown(ready.client, isTerminal);
  const facts = [
    'The capture ledger is ready.',
    '',
    `  URL            ${url}  (Swagger UI: ${url}/docs)`,
    `  Console        ${url}/console  (sign in with the client, or: npx ledger console)`,
    `  Data           ${dataDir}`,
  ];
  if (client) {
    facts.push(`  Client         ${client.clientId}`, `  Client secret  ${secretLine(client)}`);
  }
  if (order) {
    facts.push(`  Demo order     ${order.orderId}  (number ${order.orderNumber}, 285.00 SEK)`);
  }
  if (failing.length > 0) {
    facts.push(`  Not working    ${failing.join(', ')}: see the log; tried again and again`);
  }
  const commands = [
    ...(client ? tokenCall(url, client) : []),
    ...(order ? firstCapture(url, order) : []),
    ...(order && sandboxUrl !== undefined ? tapAndCapture(url, sandboxUrl) : []),
  ];
  const pages = 'Other contracts, with examples: docs/contracts/README.md';
  return ['', ...facts, '', ...commands, pages, 'Ctrl-C stops everything in order.', ''];
};

/** The report for scripts and tests that the system is ready. */
export interface ReadyReport {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly orderId?: string;
  /**
   * The names of the processes that crash again and again soon after their start. All other
   * processes work without them.
   */
  readonly failing?: readonly string[];
}

export interface ReadyTargets {
  readonly fd: number | undefined;
  readonly file: string | undefined;
}

const standardError = 2;

/**
 * Writes the report to the file descriptor READY_FD and to the file of `--ready-file`. The
 * descriptor is then closed unless it is standard output or standard error. The file gets its name
 * only when it is complete.
 */
export const reportReadiness = (report: ReadyReport, targets: ReadyTargets): void => {
  const text = `${JSON.stringify(report)}\n`;
  if (targets.fd !== undefined) {
    writeSync(targets.fd, text);
    if (targets.fd > standardError) closeSync(targets.fd);
  }
  if (targets.file !== undefined) {
    const draft = `${targets.file}.${process.pid}`;
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, targets.file);
  }
};

const askEveryMs = 250;
const answerWithinMs = 5_000;
/**
 * If the system is not ready after this time, `up` logs what is missing, and repeats this every
 * `tellEveryMs`.
 */
const tellAfterMs = 2_000;
const tellEveryMs = 10_000;

export interface WaitOptions {
  readonly isStopping: () => boolean;
  /**
   * Called as long as the API is not ready. `missing` names the dependencies that are missing, or
   * says that the API does not answer.
   */
  readonly onWait: (missing: string) => void;
}

/** Waits until the API is ready. Returns false if the system is stopped first. */
export const untilReady = async (
  url: string,
  { isStopping, onWait }: WaitOptions,
): Promise<boolean> => {
  let tellAt = performance.now() + tellAfterMs;
  while (!isStopping()) {
    const missing = await missingAt(url);
    if (missing === undefined) return true;
    if (performance.now() >= tellAt) {
      onWait(missing);
      tellAt = performance.now() + tellEveryMs;
    }
    await delay(askEveryMs);
  }
  return false;
};

type Readiness = Readonly<Record<string, { readonly status?: string } | string>>;

/**
 * Asks the API whether it is ready. Returns what is missing, or `undefined` if the API is ready.
 */
const missingAt = async (url: string): Promise<string | undefined> => {
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const answer = await fetch(`${url}/health/ready`, { signal });
    if (answer.ok) return undefined;
    const readiness = (await answer.json()) as Readiness;
    const down = Object.entries(readiness).filter(
      ([, state]) => typeof state === 'object' && state.status === 'down',
    );
    return down.map(([name]) => name).join(', ') || `status ${answer.status}`;
  } catch (error) {
    return `the API does not answer (${error instanceof Error ? error.message : String(error)})`;
  }
};
