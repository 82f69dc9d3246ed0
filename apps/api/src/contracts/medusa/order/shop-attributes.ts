import { isObject, type Attributes } from '#ledger';

/**
 * Reads values from an order's `attributes.medusa`, where the shop stores what only Medusa needs. A
 * value of the wrong type counts as null.
 */
export class ShopAttributes {
  readonly #given: Readonly<Record<string, unknown>>;

  constructor(attributes: Attributes | undefined) {
    const given = attributes?.['medusa'];
    this.#given = isObject(given) ? given : {};
  }

  text(name: string): string | null {
    const value = this.#given[name];
    return typeof value === 'string' ? value : null;
  }

  whole(name: string): number | null {
    const value = this.#given[name];
    return Number.isSafeInteger(value) ? (value as number) : null;
  }

  flag(name: string): boolean | null {
    const value = this.#given[name];
    return typeof value === 'boolean' ? value : null;
  }

  members(name: string): Readonly<Record<string, unknown>> | null {
    const value = this.#given[name];
    return isObject(value) ? value : null;
  }
}
