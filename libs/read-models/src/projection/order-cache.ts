import { weightOfBalance } from '#ledger';
import type { OrderState } from './order-state.js';

/** The orders last touched, so that most pages need not read what they change. Bounded by their weight, not their number. */
export class OrderCache {
  private readonly states = new Map<string, OrderState>();
  private weight = 0;

  constructor(private readonly weightMax: number) {}

  get(orderId: string): OrderState | undefined {
    return this.states.get(orderId);
  }

  /** Makes the order the most recent one; the least recent ones give way. */
  put(orderId: string, state: OrderState): void {
    this.forget(orderId);
    this.states.set(orderId, state);
    this.weight += weightOf(state);
    if (this.weight > this.weightMax) this.makeRoom();
  }

  clear(): void {
    this.states.clear();
    this.weight = 0;
  }

  private makeRoom(): void {
    for (const oldest of this.states.keys()) {
      this.forget(oldest);
      if (this.weight <= this.weightMax) return;
    }
  }

  private forget(orderId: string): void {
    const state = this.states.get(orderId);
    if (state === undefined) return;
    this.states.delete(orderId);
    this.weight -= weightOf(state);
  }
}

const weightOf = ({ balance }: OrderState): number => weightOfBalance(balance);
