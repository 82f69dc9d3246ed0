import { orderIdsOf } from '#event-log/offline';
import { actionIdOf } from '#ledger';
import type { CaptureItem, OrderCommand } from '#ledger';
import type { MonthSystem } from './month-system.js';

/**
 * An article that is bought: price in minor units, VAT rate in per cent, and quantity (1 if left
 * out).
 */
export type Goods = readonly [price: number, vatRate: number, quantity?: number];

type Content<Type extends OrderCommand['type']> = Extract<OrderCommand, { type: Type }>['data'];

interface Sold {
  readonly storeId: string;
  readonly currency: string;
  readonly number: number;
  readonly card?: boolean;
}

const rowsOf = (goods: readonly Goods[]) =>
  goods.map(([unitPrice, vatRate, quantity = 1], index) => ({
    description: `Article ${index}`,
    unitPrice,
    vatRate,
    quantity,
    ...(unitPrice < 0 && { type: 'discount' as const }),
  }));

const sumOf = (goods: readonly Goods[]): number =>
  goods.reduce((sum, [price, , quantity = 1]) => sum + price * quantity, 0);

const minor = (value: number) => ({ unit: 'minor' as const, value });

/** Turns goods into the items of a capture or refund request. */
const itemsOf = (goods: readonly Goods[]): CaptureItem[] =>
  rowsOf(goods).map((row) => ({ ...row, unitPrice: minor(row.unitPrice) }));

interface Request {
  readonly goods?: readonly Goods[];
  readonly amount?: number;
  readonly fee?: Goods;
  readonly replaces?: boolean;
  readonly final?: true;
  readonly reference?: string;
}

/** An order of a shop. Each method sends a command, at a time that the test chooses. */
export class ShopOrder {
  readonly orderId: string;
  #actions = 0;
  #captureId = '';

  constructor(
    private readonly month: MonthSystem,
    private readonly sold: Sold,
  ) {
    this.orderId = orderIdsOf(undefined).of(sold.storeId, String(sold.number));
  }

  register(at: string, goods: readonly Goods[], expiresAt?: string): Promise<string> {
    const { storeId, currency, number, card } = this.sold;
    return this.#send('RegisterOrder', at, {
      ...{ storeId, currency, salesSegment: 'B2C', rows: rowsOf(goods) },
      orderNumber: String(number),
      paymentMethod: card === true ? 'card' : 'invoice',
      authorization: { status: 'authorized' },
      ...(expiresAt !== undefined && { expiresAt }),
    });
  }

  async capture(at: string, request: Request): Promise<void> {
    const { goods = [], amount = sumOf(goods), replaces = false, final, reference } = request;
    this.#captureId = await this.#send('RequestCapture', at, {
      ...{ amount: minor(amount), items: itemsOf(goods), replaceItems: replaces },
      ...(final !== undefined && { final }),
      ...(reference !== undefined && { reference }),
    });
  }

  /** Registers the order and captures it in full. */
  async buy(at: string, goods: readonly Goods[], reference?: string): Promise<void> {
    await this.register(at, goods);
    await this.capture(at, { amount: sumOf(goods), ...(reference !== undefined && { reference }) });
  }

  /** Records that the gateway has settled or refused the order's newest capture. */
  outcome(at: string, type: 'SettleCapture' | 'FailCapture'): Promise<string> {
    const data = { captureId: this.#captureId };
    return type === 'SettleCapture'
      ? this.#send(type, at, data)
      : this.#send(type, at, { ...data, reason: 'card_declined' });
  }

  refund(at: string, { goods = [], fee, reference, ...request }: Request): Promise<string> {
    const fees = fee === undefined ? [] : [{ ...itemsOf([fee])[0], type: 'fee' } as CaptureItem];
    const sum = sumOf(goods) + (fee?.[0] ?? 0);
    return this.#send('RefundOrder', at, {
      amount: minor(request.amount ?? sum),
      items: [...itemsOf(goods), ...fees],
      ...(reference !== undefined && { reference }),
    });
  }

  reauthorize(at: string, goods: readonly Goods[]): Promise<string> {
    return this.#send('ReauthorizeOrder', at, {
      amount: minor(sumOf(goods)),
      items: itemsOf(goods),
    });
  }

  cancel(at: string): Promise<string> {
    return this.#send('CancelOrder', at, {});
  }

  expire(at: string): Promise<string> {
    return this.#send('ExpireOrder', at, {});
  }

  async #send<Type extends OrderCommand['type']>(
    type: Type,
    at: string,
    data: Content<Type>,
  ): Promise<string> {
    this.#actions += 1;
    const { orderId } = this;
    const actionId = actionIdOf(orderId, 'capture', String(this.#actions));
    await this.month.execute({ type, orderId, at, actionId, data } as unknown as OrderCommand);
    return actionId;
  }
}
