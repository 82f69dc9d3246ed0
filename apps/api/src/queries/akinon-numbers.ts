import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyDirectory } from '#access';
import { type Attributes, isObject, type OrderBalance, type Row } from '#ledger';

/** The integer ids of an order, its store and its customer. Akinon's API knows only integer ids. */
export interface AkinonNumbers {
  readonly pk: number;
  /** The integer id of the store. */
  readonly channel: number;
  readonly customer: number;
}

type NumberedOrder = Pick<OrderBalance, 'orderId' | 'storeId' | 'attributes'>;
type NumberedRow = Pick<Row, 'rowId' | 'attributes'>;

/**
 * An upper limit of the row numbers in an order. The limit is small enough that the largest order
 * id times this limit is still a safe integer.
 */
const rowsOfOrder = 2 ** 20;

const largest = 2 ** 31 - 1;

/**
 * Derives an integer from 1 to 2^31 - 1 from a name. The result depends only on the name, and fits
 * callers that store ids in 32 bits.
 */
const integerNamed = (name: string): number =>
  (createHash('sha256').update(name).digest().readUIntBE(0, 6) % largest) + 1;

/** The attributes under `akinon`, or an empty object. */
export const akinonPart = (attributes: Attributes | undefined): Attributes => {
  const part = attributes?.['akinon'];
  return isObject(part) ? part : {};
};

const given = (attributes: Attributes | undefined, name: string): number | undefined => {
  const value = akinonPart(attributes)[name];
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;
};

/**
 * The integer ids of an order. The registration may have set them in `attributes.akinon`. Otherwise
 * they are derived from the ledger's ids, so that every call gives the same integers.
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
 * The integer id of a row. The registration may have set this id. Otherwise it is derived from the
 * order's id and the number of the row.
 */
export const akinonPkOfRow = (orderId: string, { rowId, attributes }: NumberedRow): number =>
  given(attributes, 'pk') ??
  (integerNamed(`order ${orderId}`) - 1) * rowsOfOrder + Number(rowId.slice(1));

/** Adds these integer ids to the attributes of an order or a row, under `akinon`. */
const withNumbers = (attributes: Attributes | undefined, numbers: object): Attributes => ({
  ...attributes,
  akinon: { ...akinonPart(attributes), ...numbers },
});

/** Adds the integer ids to the attributes of an order and of all its rows. */
export const withAkinonNumbers = <Shown extends OrderBalance>(order: Shown): Shown => ({
  ...order,
  attributes: withNumbers(order.attributes, akinonNumbersOf(order)),
  rows: order.rows.map((row) => ({
    ...row,
    attributes: withNumbers(row.attributes, { pk: akinonPkOfRow(order.orderId, row) }),
  })),
});

/** True if the attributes of the order or of one of its rows contain `akinon`. */
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

/**
 * Finds out which stores are sold through Akinon. A store counts as such if one of its clients has
 * a key for the Akinon contract.
 */
@Injectable()
export class AkinonStores {
  readonly #known = new Map<string, Known>();

  constructor(private readonly keys: KeyDirectory) {}

  /** Asks the database. `has` answers faster, but its answer may be up to a second old. */
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
   * Adds the Akinon ids to the order if its store is sold through Akinon. If the database cannot be
   * reached, only an order that has `akinon` attributes gets them.
   */
  async numbered<Shown extends OrderBalance>(order: Shown): Promise<Shown> {
    const isForAkinon = mentionsAkinon(order) || (await this.has(order.storeId).catch(() => false));
    return isForAkinon ? withAkinonNumbers(order) : order;
  }

  /**
   * Clears the cached answers. Must be called when an Akinon key is created or revoked, because the
   * answer for its stores may have changed.
   */
  forget(): void {
    this.#known.clear();
  }
}
