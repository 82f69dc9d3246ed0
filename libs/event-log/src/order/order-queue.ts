import { TooManyWaiting } from '../faults/too-many-waiting.js';
import { Gate } from '../client/gate.js';

export interface OrderQueueLimits {
  /** Most commands waiting for one order. */
  readonly waitingPerOrderMax: number;
  /** Most commands at work or waiting, over all orders. */
  readonly commandsMax: number;
  /** Longest wait of a command for its turn, milliseconds. */
  readonly waitMsMax: number;
}

/**
 * Lets commands on one order be decided one after another, so that the process does not compete with itself. Orders
 * do not wait for each other. Nothing is kept for an order without commands.
 */
export class OrderQueue {
  readonly #gates = new Map<string, Gate>();
  #commands = 0;

  constructor(private readonly limits: OrderQueueLimits) {}

  /** Orders with commands at work. */
  get size(): number {
    return this.#gates.size;
  }

  async run<T>(orderId: string, command: () => Promise<T>): Promise<T> {
    if (this.#commands >= this.limits.commandsMax) throw new TooManyWaiting('commands');
    this.#commands += 1;
    const gate = this.#gateOf(orderId);
    try {
      return await gate.run(command);
    } finally {
      this.#commands -= 1;
      if (gate.idle) this.#gates.delete(orderId);
    }
  }

  #gateOf(orderId: string): Gate {
    const existing = this.#gates.get(orderId);
    if (existing !== undefined) return existing;
    const { waitingPerOrderMax: waitingMax, waitMsMax } = this.limits;
    const gate = new Gate(`commands on order ${orderId}`, {
      atOnceMax: 1,
      waitingMax,
      waitMsMax,
    });
    this.#gates.set(orderId, gate);
    return gate;
  }
}
