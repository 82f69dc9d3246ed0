import { randomUUID } from 'node:crypto';
import { isIdentifier } from '#access';
import type { ClientDirectory } from '#access';
import type { ActionLog, RecordedAction } from '#event-log';
import type { Logger } from '#runtime';

interface Dependencies {
  readonly clients: Pick<ClientDirectory, 'find'>;
  readonly actions: Pick<ActionLog, 'record'>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** The subject of a failed log-in, as the caller gave it or as the ledger names it. */
export type LogInSubject =
  /** A client id as the caller gave it; the client may not exist. */
  | { readonly clientId: string }
  /**
   * A fixed text of the ledger, such as `akinon log-in`, for credentials without a client id. A
   * user name is not recorded, because somebody may have typed a secret into that field.
   */
  | { readonly means: string };

interface Counted {
  readonly subject: LogInSubject;
  readonly from: string;
  count: number;
}

const everyMs = 60_000;
/**
 * The number of pairs of subject and address that are counted separately in a minute. Any further
 * pairs are counted together.
 */
const pairsMax = 1_000;
/**
 * The number of pairs that an entry of the audit trail lists, those with the most failures first.
 */
const namedMax = 20;

/**
 * Counts wrong secrets for each pair of subject and network address. The counts go into the audit
 * trail as one entry a minute, so that callers cannot fill the log with failed attempts. A client
 * id that does not exist is left out of the entry, because somebody may have typed a secret there
 * by mistake.
 */
export class FailedLogIns {
  readonly #pairs = new Map<string, Counted>();
  #others = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly dependencies: Dependencies) {}

  start(): void {
    this.#timer ??= setInterval(() => void this.flush(), everyMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  add(subject: LogInSubject, from: string, count = 1): void {
    const key = `${from} ${JSON.stringify(subject)}`;
    const known = this.#pairs.get(key);
    if (known !== undefined) known.count += count;
    else if (this.#pairs.size < pairsMax) this.#pairs.set(key, { subject, from, count });
    else this.#others += count;
  }

  /**
   * Records the counts since the last call. If the record cannot be written, the counts are kept
   * for the next call.
   */
  async flush(): Promise<void> {
    const counted = [...this.#pairs.values()].sort((one, other) => other.count - one.count);
    const named = counted.slice(0, namedMax);
    const rest = counted.slice(namedMax);
    const others = this.#others + rest.reduce((sum, { count }) => sum + count, 0);
    this.#pairs.clear();
    this.#others = 0;
    if (named.length === 0) return;
    try {
      await this.dependencies.actions.record(await this.#entry(named, others));
    } catch (error) {
      this.dependencies.logger.warn(
        { err: error },
        'failed log-ins could not be recorded in the audit trail; trying again',
      );
      for (const { subject, from, count } of named) this.add(subject, from, count);
      this.#others += others;
    }
  }

  async #entry(named: readonly Counted[], others: number): Promise<RecordedAction> {
    const lines: string[] = [];
    for (const { subject, from, count } of named)
      lines.push(`${await this.#nameOf(subject)} from ${from}: ${count}`);
    return {
      ...{ actionId: randomUUID(), action: 'log-in failed', outcome: 'seen', by: 'nobody' },
      from: new Set(named.map((pair) => pair.from)).size === 1 ? (named[0]?.from ?? '') : 'several',
      at: new Date().toISOString(),
      target: { attempts: lines, others },
    };
  }

  async #nameOf(subject: LogInSubject): Promise<string> {
    if ('means' in subject) return `(${subject.means})`;
    const { clientId } = subject;
    const isKnown =
      isIdentifier(clientId) && (await this.dependencies.clients.find(clientId)) !== undefined;
    return isKnown ? clientId : '(unknown client)';
  }
}
