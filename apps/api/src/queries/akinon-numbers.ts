import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyDirectory } from '#access';
import { type Attributes, isObject, type OrderBalance, type Row } from '#ledger';

/** The integers by which Akinon's callers know an order, its store and its customer. */
export interface AkinonNumbers {
  readonly pk: number;
  /** The number of the store. */
  readonly channel: number;
  readonly customer: number;
}

type NumberedOrder = Pick<OrderBalance, 'orderId' | 'storeId' | 'attributes'>;
type NumberedRow = Pick<Row, 'rowId' | 'attributes'>;

/**
 * The row numbers of an order are below this number. An order's integer times this number is still
 * a safe integer.
 */
const rowsOfOrder = 2 ** 20;

const largest = 2 ** 31 - 1;

/**
 * An integer from 1 to 2^31 - 1, always the same for the same name. Callers may keep it in 32 bits.
 */
const integerNamed = (name: string): number =>
  (createHash('sha256').update(name).digest().readUIntBE(0, 6) % largest) + 1;

/** The `akinon` part of attributes; empty if there is none. */
export const akinonPart = (attributes: Attributes | undefined): Attributes => {
  const part = attributes?.['akinon'];
  return isObject(part) ? part : {};
};

const given = (attributes: Attributes | undefined, name: string): number | undefined => {
  const value = akinonPart(attributes)[name];
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;
};

/**
 * The numbers of an order: as given at registration (`attributes.akinon`), else derived from its
 * ids, so that they are always the same.
 */
export const akinonNumbersOf = ({
  orderId,
  storeId,
  attributes,
}: NumberedOrder): AkinonNumbers => ({
  pk: given(attributes, 'pk') ?? integerNamed(`order ${orderId}`),
  channel: given(attributes, 'channel') ?? integerNamed(`channel ${storeId}`),
  customer: given(attributes, 'customer') ?? integerNamed(`customer ${orderId}`),
});

/**
 * The `pk` of a row: as given at registration, else derived from the order's id and the row's
 * number.
 */
export const akinonPkOfRow = (orderId: string, { rowId, attributes }: NumberedRow): number =>
  given(attributes, 'pk') ??
  (integerNamed(`order ${orderId}`) - 1) * rowsOfOrder + Number(rowId.slice(1));

/** The attributes of an order or a row with these numbers in their `akinon` part. */
const withNumbers = (attributes: Attributes | undefined, numbers: object): Attributes => ({
  ...attributes,
  akinon: { ...akinonPart(attributes), ...numbers },
});

/** The order with all its numbers in the attributes of the order and of its rows. */
export const withAkinonNumbers = <Shown extends OrderBalance>(order: Shown): Shown => ({
  ...order,
  attributes: withNumbers(order.attributes, akinonNumbersOf(order)),
  rows: order.rows.map((row) => ({
    ...row,
    attributes: withNumbers(row.attributes, { pk: akinonPkOfRow(order.orderId, row) }),
  })),
});

/** True if the order or one of its rows has an `akinon` attribute. */
export const mentionsAkinon = ({
  attributes,
  rows,
}: {
  readonly attributes?: Attributes;
  readonly rows: readonly { readonly attributes?: Attributes }[];
}): boolean =>
  [attributes, ...rows.map((row) => row.attributes)].some(
    (one) => one !== undefined && Object.hasOwn(one, 'akinon'),
  );

const kind = 'akinon';
const knownMs = 1_000;
const knownMax = 10_000;

interface Known {
  readonly isOne: boolean;
  readonly until: number;
}

/** Knows the stores that are sold through Akinon: those for which a client has an Akinon key. */
@Injectable()
export class AkinonStores {
  readonly #known = new Map<string, Known>();

  constructor(private readonly keys: KeyDirectory) {}

  /** Asks the database; `has` may return an answer that is a second old. */
  async hasNow(storeId: string): Promise<boolean> {
    const until = performance.now() + knownMs;
    const isOne = await this.keys.hasStore(storeId, kind);
    if (this.#known.size >= knownMax) this.#known.clear();
    this.#known.set(storeId, { isOne, until });
    return isOne;
  }

  async has(storeId: string): Promise<boolean> {
    const known = this.#known.get(storeId);
    return known !== undefined && performance.now() < known.until
      ? known.isOne
      : this.hasNow(storeId);
  }

  /**
   * The order with its Akinon numbers, if the order is sold through Akinon. While the database is
   * away, only an order with `akinon` attributes gets the numbers.
   */
  async numbered<Shown extends OrderBalance>(order: Shown): Promise<Shown> {
    const isForAkinon = mentionsAkinon(order) || (await this.has(order.storeId).catch(() => false));
    return isForAkinon ? withAkinonNumbers(order) : order;
  }

  /**
   * Called where an Akinon key was made or revoked, so that this process asks the database again.
   */
  forget(): void {
    this.#known.clear();
  }
}
