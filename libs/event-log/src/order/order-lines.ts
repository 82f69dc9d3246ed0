import { TooManyWaiting } from '../faults/too-many-waiting.js';
import { CommandQueue, type QueuedCommand } from './order-line.js';

export interface CommandQueueLimits {
  /** Most commands waiting for one order. */
  readonly waitingPerOrderMax: number;
  /** Most commands at work or waiting, over all orders. */
  readonly commandsMax: number;
  /** Longest wait of a command for its turn, milliseconds. */
  readonly waitMsMax: number;
  /** Most commands on one order that are decided together. */
  readonly togetherMax: number;
}

/**
 * Works off the commands that stand in line, from the first on. Resolves to how many it has settled, at least one;
 * those behind them stay in line. Never rejects.
 */
export type ProcessBatch<Command, Answer> = (
  orderId: string,
  first: readonly QueuedCommand<Command, Answer>[],
) => Promise<number>;

/**
 * Commands on one order stand in line, so that the process does not compete with itself: those that gather while an
 * append is under way are decided together, one on the state that the one before it leads to. Orders do not wait for
 * each other. Nothing is kept for an order without commands.
 */
export class CommandQueues<Command, Answer> {
  readonly #lines = new Map<string, CommandQueue<Command, Answer>>();
  #commands = 0;

  constructor(
    private readonly limits: CommandQueueLimits,
    private readonly workOff: ProcessBatch<Command, Answer>,
  ) {}

  /** Commands at work or waiting, over all orders. */
  get commands(): number {
    return this.#commands;
  }

  /** Orders with commands at work. */
  get size(): number {
    return this.#lines.size;
  }

  /** The command's answer, in its turn. Rejects with `TooManyWaiting` if a limit is reached. */
  run(orderId: string, command: Command): Promise<Answer> {
    if (this.#commands >= this.limits.commandsMax) {
      return Promise.reject(new TooManyWaiting('commands'));
    }
    const line = this.#lines.get(orderId);
    if (line !== undefined && line.waiting >= this.limits.waitingPerOrderMax) {
      return Promise.reject(new TooManyWaiting(`commands on order ${orderId}`));
    }
    return line === undefined ? this.#begin(orderId, command) : this.#join(line, command);
  }

  #begin(orderId: string, command: Command): Promise<Answer> {
    const line = new CommandQueue<Command, Answer>(orderId, this.limits);
    this.#lines.set(orderId, line);
    const answer = this.#join(line, command);
    void this.#serve(orderId, line);
    return answer;
  }

  #join(line: CommandQueue<Command, Answer>, command: Command): Promise<Answer> {
    this.#commands += 1;
    return line.add(command, () => {
      this.#commands -= 1;
    });
  }

  async #serve(orderId: string, line: CommandQueue<Command, Answer>): Promise<void> {
    while (line.length > 0) {
      const first = line.takeNext(this.limits.togetherMax);
      line.complete(await this.workOff(orderId, first));
    }
    this.#lines.delete(orderId);
  }
}
