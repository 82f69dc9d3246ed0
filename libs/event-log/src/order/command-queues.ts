import { TooManyWaiting } from '../faults.js';

export interface CommandQueueLimits {
  /** Largest number of commands that wait on one order. */
  readonly waitingPerOrderMax: number;
  /** Largest number of commands that run or wait, on all orders together. */
  readonly commandsMax: number;
  /** Longest time that a command waits for its turn, milliseconds. */
  readonly waitMsMax: number;
  /** Largest number of commands on one order that are decided together. */
  readonly togetherMax: number;
}

/**
 * A command in a queue, with the two functions that answer its caller. The caller is answered once:
 * later calls of these functions do nothing.
 */
export interface QueuedCommand<Command, Answer> {
  readonly command: Command;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: Error) => void;
}

/**
 * Processes the first commands of a queue. Resolves to the number of commands that it has answered,
 * at least one; the others stay in the queue. Never rejects.
 */
export type ProcessBatch<Command, Answer> = (
  orderId: string,
  batch: readonly QueuedCommand<Command, Answer>[],
) => Promise<number>;

/**
 * One queue of commands for each order, so that commands of the same process never cause append
 * conflicts. Commands that arrive during an append are decided together after it. Each of them is
 * decided on the state that results from the command before it. Different orders do not wait for
 * each other. A queue exists only while its order has commands.
 */
export class CommandQueues<Command, Answer> {
  readonly #limits: CommandQueueLimits;
  readonly #process: ProcessBatch<Command, Answer>;
  readonly #queues = new Map<string, CommandQueue<Command, Answer>>();
  #commands = 0;

  constructor(limits: CommandQueueLimits, process: ProcessBatch<Command, Answer>) {
    this.#limits = limits;
    this.#process = process;
  }

  /** The number of commands that run or wait, on all orders together. */
  get commands(): number {
    return this.#commands;
  }

  /** The number of orders that have commands. */
  get size(): number {
    return this.#queues.size;
  }

  /**
   * Queues the command, and resolves to its answer. Rejects with `TooManyWaiting` if a limit is
   * reached.
   */
  run(orderId: string, command: Command): Promise<Answer> {
    if (this.#commands >= this.#limits.commandsMax) {
      return Promise.reject(new TooManyWaiting('commands'));
    }
    const queue = this.#queues.get(orderId);
    if (queue !== undefined && queue.waiting >= this.#limits.waitingPerOrderMax) {
      return Promise.reject(new TooManyWaiting(`commands on order ${orderId}`));
    }
    return queue === undefined ? this.#begin(orderId, command) : this.#add(queue, command);
  }

  #begin(orderId: string, command: Command): Promise<Answer> {
    const queue = new CommandQueue<Command, Answer>(orderId, this.#limits);
    this.#queues.set(orderId, queue);
    const answer = this.#add(queue, command);
    void this.#serve(orderId, queue);
    return answer;
  }

  #add(queue: CommandQueue<Command, Answer>, command: Command): Promise<Answer> {
    this.#commands += 1;
    return queue.add(command, () => {
      this.#commands -= 1;
    });
  }

  async #serve(orderId: string, queue: CommandQueue<Command, Answer>): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.takeNext(this.#limits.togetherMax);
      queue.complete(await this.#process(orderId, batch));
    }
    this.#queues.delete(orderId);
  }
}

interface QueueEntry<Command, Answer> extends QueuedCommand<Command, Answer> {
  /** Ends a wait that takes too long; `undefined` once the command's turn has come. */
  timer: NodeJS.Timeout | undefined;
}

/** The commands on one order; first come, first served. */
class CommandQueue<Command, Answer> {
  readonly #orderId: string;
  readonly #waitMsMax: number;
  #entries: QueueEntry<Command, Answer>[] = [];
  #taken = 0;

  constructor(orderId: string, { waitMsMax }: Pick<CommandQueueLimits, 'waitMsMax'>) {
    this.#orderId = orderId;
    this.#waitMsMax = waitMsMax;
  }

  /** The number of commands, including those that are being processed. */
  get length(): number {
    return this.#entries.length;
  }

  /** The number of commands that still wait for their turn. */
  get waiting(): number {
    return this.#entries.length - this.#taken;
  }

  /**
   * Adds a command at the end. `onAnswered` is called once, right before the caller is answered.
   */
  add(command: Command, onAnswered: () => void): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      let isAnswered = false;
      const once = (reply: () => void): void => {
        if (isAnswered) return;
        isAnswered = true;
        onAnswered();
        reply();
      };
      const entry: QueueEntry<Command, Answer> = {
        command,
        answer: (answer) => {
          once(() => {
            resolve(answer);
          });
        },
        fail: (error) => {
          once(() => {
            reject(error);
          });
        },
        timer: undefined,
      };
      // The first command of an empty queue does not wait, so it needs no time limit for waiting.
      if (this.#entries.length > 0) entry.timer = this.#endOfWait(entry);
      this.#entries.push(entry);
    });
  }

  /**
   * Takes the first commands of the queue, at most `countMax`, and ends their time limit for
   * waiting.
   */
  takeNext(countMax: number): readonly QueuedCommand<Command, Answer>[] {
    const first = this.#entries.slice(0, countMax);
    for (const entry of first) {
      clearTimeout(entry.timer);
      entry.timer = undefined;
    }
    this.#taken = first.length;
    return first;
  }

  /** Removes the first `count` commands, which have been answered. */
  complete(count: number): void {
    this.#entries = this.#entries.slice(count);
    this.#taken = 0;
  }

  #endOfWait(entry: QueueEntry<Command, Answer>): NodeJS.Timeout {
    return setTimeout(() => {
      this.#entries = this.#entries.filter((other) => other !== entry);
      entry.fail(new TooManyWaiting(`commands on order ${this.#orderId}`));
    }, this.#waitMsMax);
  }
}
