import type { Store } from './store.js';

const lifetimeMs = 2_000;
const storesMax = 1_000;

/** Stores read a moment ago. Short enough for a removal to be seen within the promised 5 seconds. */
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
