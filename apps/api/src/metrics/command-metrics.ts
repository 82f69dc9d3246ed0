import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { ICommand } from '@nestjs/cqrs';
import { Histogram, Registry } from 'prom-client';
import { LedgerFault, OutcomeUnknown, TooManyConflicts } from '#event-log';
import { isDatabaseAway } from '../contract-kit/to-error-answer.js';

const secondsUpTo = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The parts of a command from which the labels of its metrics are taken. */
interface CommandLabels {
  readonly request?: { readonly contract?: string };
  readonly change?: { readonly type?: string };
}

/**
 * Measures the duration of every command, by contract, command and outcome. The measuring wraps
 * `CommandBus.execute`, so no handler can be missed.
 */
@Injectable()
export class CommandMetrics implements OnApplicationBootstrap {
  readonly #durations;

  constructor(
    private readonly commands: CommandBus,
    registry: Registry,
  ) {
    this.#durations = new Histogram({
      name: 'ledger_command_duration_seconds',
      help: 'Time from the dispatch of a command to its outcome',
      labelNames: ['contract', 'command', 'outcome'],
      buckets: secondsUpTo,
      registers: [registry],
    });
  }

  onApplicationBootstrap(): void {
    const { commands } = this;
    const execute: CommandBus['execute'] = commands.execute.bind(commands);
    commands.execute = <Result>(command: ICommand): Promise<Result> =>
      this.#time(command, execute<ICommand, Result>(command));
  }

  async #time<Result>(command: ICommand, executing: Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    try {
      const result = await executing;
      this.#observe(command, outcomeOf(result), startedAt);
      return result;
    } catch (error) {
      this.#observe(command, failureOf(error), startedAt);
      throw error;
    }
  }

  #observe(command: ICommand, outcome: string, startedAt: number): void {
    const { request, change } = command as CommandLabels;
    const labels = {
      contract: request?.contract ?? 'none',
      command: change?.type ?? command.constructor.name,
      outcome,
    };
    this.#durations.observe(labels, (performance.now() - startedAt) / 1_000);
  }
}

const outcomeOf = (result: unknown): string => {
  const { kind, replayed } = (result ?? {}) as { kind?: unknown; replayed?: unknown };
  if (replayed === true) return 'replayed';
  return kind === 'rejected' ? 'rejected' : 'accepted';
};

const failureOf = (error: unknown): string => {
  if (error instanceof TooManyConflicts) return 'conflict';
  if (error instanceof OutcomeUnknown) return 'unknown';
  return error instanceof LedgerFault || isDatabaseAway(error) ? 'unavailable' : 'failed';
};
