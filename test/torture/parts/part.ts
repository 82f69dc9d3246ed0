import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { forkProcess, processIdentity, ProcessSupervisor } from '#runtime';
import { mainProgram } from '../../support/system.js';
import type { PartName } from './names.js';
import { PartLog } from './part-log.js';

/** A record that a process has ended. */
export interface Death {
  readonly part: PartName;
  readonly atMs: number;
  /** The way in which the process ended, such as `signal SIGKILL` or `exit code 1`. */
  readonly ending: string;
}

export interface PartOptions {
  readonly name: PartName;
  /** The folder for logs and clocks. */
  readonly folder: string;
  readonly args: readonly string[];
  readonly environment: (url: string | undefined) => Readonly<Record<string, string>>;
  /** Additional arguments for a restart, by which the process listens at the same address again. */
  readonly argsAt?: (url: string) => readonly string[];
}

const preload = pathToFileURL(join(import.meta.dirname, 'shifted-clock.mjs')).href;

/** A process of the system under torture. The supervisor that `npm start` uses restarts it. */
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

  /** The process id; `undefined` while the process has ended and is not started again yet. */
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
   * Sets the clock of the process forward by `ms`, or back if `ms` is negative. Takes effect within
   * a tenth of a second.
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
   * Returns the logger of the supervisor. When the supervisor logs how a process has ended, that is
   * recorded.
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
