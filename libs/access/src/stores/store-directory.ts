import type { Pool } from 'pg';
import { isIdentifier, type Page, type PageRequest, startAfter, toPage } from '../page.js';
import {
  type MisnamedZone,
  type SettlementRuleOfStore,
  type Store,
  type StoreChange,
  type StoreChanged,
  storeColumns,
  type StoreCreated,
  type StoreDetails,
  type StoreRow,
  toStore,
} from './store.js';
import { canonicalTimeZone, timeZones } from './time-zones.js';
const insertStore = `INSERT INTO access.stores
  (store_id, sales_segment, currency, time_zone, settlement, name, country_code,
   tax_number, address)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING ${storeColumns}`;

const selectStore = `SELECT ${storeColumns} FROM access.stores
  WHERE store_id = $1 AND removed_at IS NULL`;

const selectStores = `SELECT ${storeColumns} FROM access.stores
  WHERE store_id = ANY ($1::text[]) AND removed_at IS NULL ORDER BY store_id`;

const selectPage = `SELECT ${storeColumns} FROM access.stores
  WHERE store_id > $1 AND removed_at IS NULL ORDER BY store_id LIMIT $2`;

const selectRules = `SELECT store_id AS "storeId", time_zone AS "timeZone", settlement
  FROM access.stores WHERE store_id = ANY ($1::text[])`;

const detailsOf = ({ name, countryCode, taxNumber, address }: StoreDetails) => [
  ...[name ?? null, countryCode ?? null, taxNumber ?? null],
  address === undefined ? null : JSON.stringify(address),
];

const removeStore = `UPDATE access.stores SET removed_at = now()
  WHERE store_id = $1 AND removed_at IS NULL`;

const updateStore = `UPDATE access.stores AS s SET time_zone = coalesce($2, time_zone),
    name = coalesce($3, name), country_code = coalesce($4, country_code),
    tax_number = coalesce($5, tax_number), address = coalesce($6, address)
  FROM (SELECT store_id AS id, time_zone AS "zoneBefore" FROM access.stores
    WHERE store_id = $1 AND removed_at IS NULL FOR UPDATE) AS o
  WHERE s.store_id = o.id RETURNING ${storeColumns}, o."zoneBefore"`;

const selectMisnamed = `SELECT store_id AS "storeId", time_zone AS "timeZone" FROM access.stores
  WHERE removed_at IS NULL AND time_zone <> ALL ($1::text[]) ORDER BY store_id LIMIT 100`;

/** The stores of the ledger. A removed store is neither found nor listed. */
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
      ...detailsOf(store),
    ]);
    return rows[0] ? { kind: 'created', store: toStore(rows[0]) } : { kind: 'store-id-taken' };
  }

  /**
   * Returns the store, or `undefined`. A store that was read a moment ago comes from memory,
   * because each registration of an order needs its store.
   */
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

  /** Returns those stores of this list that were not removed, sorted by id. */
  async findAll(storeIds: readonly string[]): Promise<Store[]> {
    const { rows } = await this.#pool.query<StoreRow>(selectStores, [storeIds]);
    return rows.map(toStore);
  }

  /** @throws InvalidCursor */
  async list(request: PageRequest): Promise<Page<Store>> {
    const parameters = [startAfter(request), request.limit + 1];
    const { rows } = await this.#pool.query<StoreRow>(selectPage, parameters);
    return toPage(rows.map(toStore), request.limit, ({ storeId }) => storeId);
  }

  /**
   * Returns the settlement rules of these stores. Removed stores are included, because their
   * captures still have to be settled.
   */
  async settlementRules(storeIds: readonly string[]): Promise<SettlementRuleOfStore[]> {
    const { rows } = await this.#pool.query<SettlementRuleOfStore>(selectRules, [storeIds]);
    return rows.map((rule) => ({ ...rule, timeZone: canonicalTimeZone(rule.timeZone) }));
  }

  /**
   * Changes the given members of a store, all or none. A new time zone applies from the next
   * settlement on. The next settlement begins where the last one ended, so nothing is settled twice
   * or left out.
   */
  async change(storeId: string, change: StoreChange): Promise<StoreChanged> {
    const { timeZone } = change;
    if (!isIdentifier(storeId)) return { kind: 'store-not-found' };
    const { rows } = await this.#pool.query<StoreRow & { readonly zoneBefore: string }>(
      updateStore,
      [storeId, timeZone ?? null, ...detailsOf(change)],
    );
    this.#recent.forget(storeId);
    if (rows[0] === undefined) return { kind: 'store-not-found' };
    const { zoneBefore, ...row } = rows[0];
    return { kind: 'changed', store: toStore(row), zoneBefore };
  }

  /**
   * Returns at most a hundred stores whose stored time zone is not a canonical IANA name. The
   * caller replaces each of these time zones by `change`.
   */
  async misnamedZones(): Promise<MisnamedZone[]> {
    const { rows } = await this.#pool.query<Omit<MisnamedZone, 'takenFor'>>(selectMisnamed, [
      [...timeZones],
    ]);
    return rows.map((row) => ({ ...row, takenFor: canonicalTimeZone(row.timeZone) }));
  }

  /**
   * Removes a store; returns false if the store does not exist. Tokens stop acting for the store
   * within 5 seconds (`Revocations`).
   */
  async remove(storeId: string): Promise<boolean> {
    if (!isIdentifier(storeId)) return false;
    const { rowCount } = await this.#pool.query(removeStore, [storeId]);
    this.#recent.forget(storeId);
    return rowCount === 1;
  }
}

const lifetimeMs = 2_000;
const storesMax = 1_000;

/**
 * Remembers stores that were just read. They are forgotten so soon that a removal takes effect
 * within 5 seconds.
 */
export class RecentStores {
  readonly #entries = new Map<string, { readonly store: Store; readonly until: number }>();

  get(storeId: string): Store | undefined {
    const entry = this.#entries.get(storeId);
    return entry && performance.now() < entry.until ? entry.store : undefined;
  }

  keep(store: Store): void {
    const oldest = this.#entries.keys().next();
    if (this.#entries.size >= storesMax && !oldest.done) this.#entries.delete(oldest.value);
    this.#entries.delete(store.storeId);
    this.#entries.set(store.storeId, { store, until: performance.now() + lifetimeMs });
  }

  forget(storeId: string): void {
    this.#entries.delete(storeId);
  }
}
