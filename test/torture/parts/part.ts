import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { forkProcess, processIdentity, ProcessSupervisor } from '#runtime';
import { mainProgram } from '../../support/system.js';
import type { PartName } from './names.js';
import { PartLog } from './part-log.js';

/**
 * The end of a process. The check after a round reports it, unless a fault that was injected in the
 * round can have caused it.
 */
export interface Death {
  readonly part: PartName;
  readonly atMs: number;
  /** The cause of the end, such as `signal SIGKILL` or `exit code 1`. */
  readonly ending: string;
}

export interface PartOptions {
  readonly name: PartName;
  /** The folder for the process's log file and for the file that shifts its clock. */
  readonly folder: string;
  readonly args: readonly string[];
  readonly environment: (url: string | undefined) => Readonly<Record<string, string>>;
  /** More arguments for a restart, so that the process listens at its earlier address. */
  readonly argsAt?: (url: string) => readonly string[];
}

const preload = pathToFileURL(join(import.meta.dirname, 'shifted-clock.mjs')).href;

/**
 * A process of the tested system. If it ends, it is restarted by the same supervisor that `npm
 * start` uses.
 */
export class Part {
  readonly name: PartName;
  readonly log: PartLog;
  readonly deaths: Death[] = [];
  private readonly clockFile: string;
  private readonly supervised: ProcessSupervisor;

  constructor(private readonly options: PartOptions) {
    const { name, folder } = options;
    this.name = name;
    this.log = new PartLog(name, join(folder, `${name}.log`));
    this.clockFile = join(folder, `${name}.clock`);
    this.shiftClock(0);
    this.supervised = new ProcessSupervisor(
      { name, start: ({ url }) => forkProcess(mainProgram, this.launch(url)) },
      {
        logger: this.deathLog(),
        onLine: (line) => {
          this.log.take(line);
        },
        onChange: () => undefined,
      },
    );
  }

  get url(): string {
    if (this.supervised.url === undefined) throw new Error(`${this.name} has no URL.`);
    return this.supervised.url;
  }

  /** The process id; `undefined` between the end of the process and its restart. */
  get pid(): number | undefined {
    const { pid } = this.supervised;
    return pid !== undefined && processIdentity(pid) !== undefined ? pid : undefined;
  }

  async start(): Promise<void> {
    await this.supervised.start();
  }

  async stop(): Promise<void> {
    await this.supervised.stop(8_000);
  }

  /**
   * Sets the clock of the process ahead by `ms`, or back if `ms` is negative. The process notices
   * within 100 ms.
   */
  shiftClock(ms: number): void {
    writeFileSync(this.clockFile, String(ms));
  }

  private launch(url: string | undefined) {
    const { args, argsAt, environment } = this.options;
    return {
      args: url === undefined || argsAt === undefined ? args : [...args, ...argsAt(url)],
      environment: {
        NODE_ENV: '',
        NODE_OPTIONS: `--import ${preload}`,
        CLOCK_FILE: this.clockFile,
        LOG_FORMAT: 'json',
        ...environment(url),
      },
    };
  }

  /**
   * The logger for the supervisor. The supervisor logs each end of the process, and these lines are
   * collected in `deaths`.
   */
  private deathLog() {
    const write = (line: string): void => {
      const { ending } = JSON.parse(line) as { ending?: string };
      this.log.take(line.trimEnd());
      if (ending !== undefined) this.deaths.push({ part: this.name, atMs: Date.now(), ending });
    };
    return pino({ level: 'warn' }, { write });
  }
}
