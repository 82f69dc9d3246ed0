import type { Pool } from 'pg';
import { startAfter, toPage, type Page, type PageRequest } from '../page.js';
import { isIdentifier } from '../identifier.js';
import type {
  MisnamedZone,
  SettlementRuleOfStore,
  Store,
  StoreChanged,
  StoreCreated,
  StoreDetails,
} from './store.js';
import { storeColumns, toStore, type StoreRow } from './store-row.js';
import { RecentStores } from './recent-stores.js';
import { timeZoneMeant, timeZones } from './time-zones.js';
import { postgresAgreesOn } from './zone-of-postgres.js';

const insertStore = `INSERT INTO access.stores
  (store_id, sales_segment, currency, time_zone, settlement, name, country_code,
   tax_number, address)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING ${storeColumns}`;

const selectStore = `SELECT ${storeColumns} FROM access.stores
  WHERE store_id = $1 AND removed_at IS NULL`;

const selectPage = `SELECT ${storeColumns} FROM access.stores
  WHERE store_id > $1 AND removed_at IS NULL ORDER BY store_id LIMIT $2`;

const selectRules = `SELECT store_id AS "storeId", time_zone AS "timeZone", settlement
  FROM access.stores WHERE store_id = ANY ($1::text[])`;

const updateDetails = `UPDATE access.stores
  SET name = coalesce($2, name), country_code = coalesce($3, country_code),
    tax_number = coalesce($4, tax_number), address = coalesce($5, address)
  WHERE store_id = $1 AND removed_at IS NULL RETURNING ${storeColumns}`;

const detailsOf = ({ name, countryCode, taxNumber, address }: StoreDetails) => [
  ...[name ?? null, countryCode ?? null, taxNumber ?? null],
  address === undefined ? null : JSON.stringify(address),
];

const removeStore = `UPDATE access.stores SET removed_at = now()
  WHERE store_id = $1 AND removed_at IS NULL`;

const updateZone = `UPDATE access.stores AS s SET time_zone = $2
  FROM (SELECT store_id AS id, time_zone AS was FROM access.stores
    WHERE store_id = $1 AND removed_at IS NULL FOR UPDATE) AS o
  WHERE s.store_id = o.id RETURNING ${storeColumns}, o.was`;

const selectMisnamed = `SELECT store_id AS "storeId", time_zone AS "timeZone" FROM access.stores
  WHERE removed_at IS NULL AND time_zone <> ALL ($1::text[]) ORDER BY store_id LIMIT 100`;

/** The stores of the ledger. A removed store is not found and not listed. */
export class StoreDirectory {
  readonly #pool: Pool;
  readonly #recent = new RecentStores();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async create(store: Store): Promise<StoreCreated> {
    if (!(await postgresAgreesOn(this.#pool, store.timeZone))) return { kind: 'time-zone-unknown' };
    const { rows } = await this.#pool.query<StoreRow>(insertStore, [
      store.storeId,
      store.salesSegment,
      store.currency,
      store.timeZone,
      store.settlement,
      ...detailsOf(store),
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
    return rows.map((rule) => ({ ...rule, timeZone: timeZoneMeant(rule.timeZone) }));
  }

  /**
   * Gives a store another time zone. Its next settlement ends by it, and begins where the last one ended: what was cut
   * keeps its zone, and nothing is settled twice or left out.
   */
  async setTimeZone(storeId: string, timeZone: string): Promise<StoreChanged> {
    if (!isIdentifier(storeId)) return { kind: 'store-not-found' };
    if (!(await postgresAgreesOn(this.#pool, timeZone))) return { kind: 'time-zone-unknown' };
    const { rows } = await this.#pool.query<StoreRow & { readonly was: string }>(updateZone, [
      ...[storeId, timeZone],
    ]);
    if (rows[0] === undefined) return { kind: 'store-not-found' };
    this.#recent.forget(storeId);
    const { was, ...row } = rows[0];
    const store = toStore(row);
    return { kind: 'changed', store, before: { ...store, timeZone: was } };
  }

  /** Gives a store what is named of these anew; the rest stays. `undefined` if there is no such store. */
  async setDetails(storeId: string, details: StoreDetails): Promise<Store | undefined> {
    if (!isIdentifier(storeId)) return undefined;
    const values = [storeId, ...detailsOf(details)];
    const { rows } = await this.#pool.query<StoreRow>(updateDetails, values);
    this.#recent.forget(storeId);
    return rows[0] && toStore(rows[0]);
  }

  /** At most a hundred of them; each wants `setTimeZone`. */
  async misnamedZones(): Promise<MisnamedZone[]> {
    const { rows } = await this.#pool.query<Omit<MisnamedZone, 'takenFor'>>(selectMisnamed, [
      [...timeZones],
    ]);
    return rows.map((row) => ({ ...row, takenFor: timeZoneMeant(row.timeZone) }));
  }

  /** False if there is no such store. Tokens lose the store within 5 seconds (`Revocations`). */
  async remove(storeId: string): Promise<boolean> {
    if (!isIdentifier(storeId)) return false;
    const { rowCount } = await this.#pool.query(removeStore, [storeId]);
    this.#recent.forget(storeId);
    return rowCount === 1;
  }
}
