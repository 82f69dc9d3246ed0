import { expect } from '@jest/globals';
import { decide } from '../order/decide.js';
import type { Accepted, Decision, Replayed, RejectionCode } from '../order/decision.js';
import { evolve } from '../order/evolve.js';
import type { OrderCommand } from '../order/order-commands.js';
import type { OrderEvent } from '../order/order-events.js';
import type { OrderBalance, Order } from '../order/order.js';
import { defaultOrderLimits, type OrderLimits } from '../order/accept.js';
import { orderOf, recorded } from './history.js';

/** A value with only the members that a spec compares. */
type Like<Value> = Value extends object
  ? { readonly [Name in keyof Value]?: Like<Value[Name]> }
  : Value;

interface Then {
  /**
   * The command is accepted with exactly these events. Of each event only the given members are
   * compared.
   */
  then(events: readonly Like<OrderEvent>[]): void;
  thenRejected(code: RejectionCode, detail?: string): void;
  thenReplayed(answer: Omit<Replayed, 'kind'>): void;
  /**
   * The command is accepted, and the order then has this balance. Only the given members of the
   * balance are compared.
   */
  thenOrder(balance: Like<OrderBalance>): void;
}

interface When {
  when(command: OrderCommand, limits?: Partial<OrderLimits>): Then;
}

/**
 * Begins a specification with an order. `before` is either the order itself or the commands that
 * make it, each of which must be accepted. An empty list means that there is no order.
 */
export const given = (before: readonly OrderCommand[] | Order): When => {
  const order = isOrder(before) ? before : before.length === 0 ? undefined : orderOf(before);
  return {
    when: (command, limits) =>
      outcome(order, decide(order, command, { ...defaultOrderLimits, ...limits })),
  };
};

const outcome = (order: Order | undefined, decision: Decision): Then => ({
  then: (events) => {
    expect(accepted(decision).events).toMatchObject(events);
  },
  thenRejected: (code, detail) => {
    expect(decision).toMatchObject({
      kind: 'rejected',
      code,
      detail: detail ?? expect.any(String),
    });
  },
  thenReplayed: (answer) => {
    expect(decision).toEqual({ kind: 'replayed', ...answer });
  },
  thenOrder: (balance) => {
    const after = recorded(accepted(decision)).reduce<Order | undefined>(evolve, order);
    expect(after?.balance).toMatchObject(balance);
  },
});

const accepted = (decision: Decision): Accepted => {
  expect(decision).toMatchObject({ kind: 'accepted' });
  return decision as Accepted;
};

const isOrder = (before: readonly OrderCommand[] | Order): before is Order => 'balance' in before;
