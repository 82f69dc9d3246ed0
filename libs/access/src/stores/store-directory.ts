import type { Pool } from 'pg';
import { startAfter, toPage, type Page, type PageRequest } from '../page.js';
import { isIdentifier } from '../identifier.js';
import type { SettlementRuleOfStore, Store, StoreCreated } from './store.js';
import { storeColumns, toStore, type StoreRow } from './store-row.js';
import { RecentStores } from './recent-stores.js';

const insertStore = `INSERT INTO access.stores
  (store_id, sales_segment, currency, time_zone, settlement, name, country_code)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING ${storeColumns}`;

const selectStore = `SELECT ${storeColumns} FROM access.stores
  WHERE store_id = $1 AND removed_at IS NULL`;

const selectPage = `SELECT ${storeColumns} FROM access.stores
  WHERE store_id > $1 AND removed_at IS NULL ORDER BY store_id LIMIT $2`;

const selectRules = `SELECT store_id AS "storeId", time_zone AS "timeZone", settlement
  FROM access.stores WHERE store_id = ANY ($1::text[])`;

const removeStore = `UPDATE access.stores SET removed_at = now()
  WHERE store_id = $1 AND removed_at IS NULL`;

/** The stores of the ledger. A removed store is not found and not listed. */
export class StoreDirectory {
  readonly #pool: Pool;
  readonly #recent = new RecentStores();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async create(store: Store): Promise<StoreCreated> {
    const { rows } = await this.#pool.query<StoreRow>(insertStore, [
      store.storeId,
      store.salesSegment,
      store.currency,
      store.timeZone,
      store.settlement,
      store.name ?? null,
      store.countryCode ?? null,
    ]);
    return rows[0] ? { kind: 'created', store: toStore(rows[0]) } : { kind: 'store-id-taken' };
  }

  /** Answers from memory for a moment after a store was read, because every registration asks. */
  async find(storeId: string): Promise<Store | undefined> {
    if (!isIdentifier(storeId)) return undefined;
    const recent = this.#recent.get(storeId);
    if (recent) return recent;
    const { rows } = await this.#pool.query<StoreRow>(selectStore, [storeId]);
    if (!rows[0]) return undefined;
    const store = toStore(rows[0]);
    this.#recent.keep(store);
    return store;
  }

  /** @throws InvalidCursor */
  async list(request: PageRequest): Promise<Page<Store>> {
    const parameters = [startAfter(request), request.limit + 1];
    const { rows } = await this.#pool.query<StoreRow>(selectPage, parameters);
    return toPage(rows.map(toStore), request.limit, ({ storeId }) => storeId);
  }

  /** When these stores are settled; removed ones as well, because what they captured is theirs still. */
  async settlementRules(storeIds: readonly string[]): Promise<SettlementRuleOfStore[]> {
    const { rows } = await this.#pool.query<SettlementRuleOfStore>(selectRules, [storeIds]);
    return rows;
  }

  /** False if there is no such store. Tokens lose the store within 5 seconds (`Revocations`). */
  async remove(storeId: string): Promise<boolean> {
    if (!isIdentifier(storeId)) return false;
    const { rowCount } = await this.#pool.query(removeStore, [storeId]);
    this.#recent.forget(storeId);
    return rowCount === 1;
  }
}
