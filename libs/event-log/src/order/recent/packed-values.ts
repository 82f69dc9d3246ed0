import { VersionedMap } from '#ledger';

/** The first member of what a list, a map or an object packs to; an object of a known shape has its number instead. */
const list = -1;
const map = -2;
const namedMembers = -3;

const ownMember = { enumerable: true, writable: true, configurable: true };

/**
 * Values that JSON can say, and the maps that an order is made of, as text that is about a third of their JSON and a fifth
 * of what they take as objects: the names of an object's members are kept once for all objects that have the same ones.
 * Read it with the packing that wrote it.
 */
export class PackedValues {
  readonly #shapes: (readonly string[])[] = [];
  readonly #numbers = new Map<string, number>();

  /** Callers choose names too (attributes): beyond so many shapes an object carries its own. */
  constructor(private readonly shapesMax = 1_000) {}

  pack(value: unknown): string {
    return JSON.stringify(this.#packed(value));
  }

  unpack(text: string): unknown {
    return this.#unpacked(JSON.parse(text));
  }

  #packed(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return [list, ...value.map((item) => this.#packed(item))];
    if (value instanceof VersionedMap) return this.#packedMap(value as VersionedMap<unknown>);
    return this.#packedObject(value as Readonly<Record<string, unknown>>);
  }

  #packedMap(value: VersionedMap<unknown>): unknown {
    const packed: unknown[] = [map];
    for (const [key, member] of value.entries()) packed.push(key, this.#packed(member));
    return packed;
  }

  #packedObject(object: Readonly<Record<string, unknown>>): unknown {
    const names = Object.keys(object).filter((name) => object[name] !== undefined);
    const shape = this.#numberOf(names);
    const packed: unknown[] = shape === undefined ? [namedMembers, names] : [shape];
    for (const name of names) packed.push(this.#packed(object[name]));
    return packed;
  }

  #numberOf(names: readonly string[]): number | undefined {
    const key = JSON.stringify(names);
    const known = this.#numbers.get(key);
    if (known !== undefined || this.#shapes.length >= this.shapesMax) return known;
    this.#numbers.set(key, this.#shapes.length);
    return this.#shapes.push(names) - 1;
  }

  #unpacked(packed: unknown): unknown {
    if (!Array.isArray(packed)) return packed;
    const [kind, ...members] = packed as [number, ...unknown[]];
    if (kind === list) return members.map((member) => this.#unpacked(member));
    if (kind === map) return this.#unpackedMap(members);
    const names = kind === namedMembers ? members.shift() : this.#shapes[kind];
    return this.#unpackedObject(names as readonly string[], members);
  }

  #unpackedMap(keysAndMembers: readonly unknown[]): VersionedMap<unknown> {
    let unpacked = VersionedMap.empty<unknown>();
    for (let index = 0; index < keysAndMembers.length; index += 2) {
      const key = keysAndMembers[index] as string;
      unpacked = unpacked.with(key, this.#unpacked(keysAndMembers[index + 1]));
    }
    return unpacked;
  }

  #unpackedObject(names: readonly string[], members: readonly unknown[]): object {
    const object: Record<string, unknown> = {};
    for (const [index, name] of names.entries()) {
      const value = this.#unpacked(members[index]);
      // Assigned, it would change the prototype instead of being a member.
      if (name === '__proto__') Object.defineProperty(object, name, { ...ownMember, value });
      else object[name] = value;
    }
    return object;
  }
}
