import { VersionedMap } from '#ledger';
import { Shape } from './shape.js';

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
  readonly #empty: Shape;
  /** By the number of their shape. */
  readonly #names: (readonly string[])[] = [];

  /** Callers choose names too (attributes): beyond so many shapes an object carries its own names. */
  constructor(shapesMax = 5_000) {
    this.#empty = Shape.empty(shapesMax);
  }

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
    const packed: unknown[] = [0];
    let shape = this.#empty;
    for (const name in object) {
      const member = object[name];
      if (member === undefined) continue;
      shape = shape.with(name);
      packed.push(this.#packed(member));
    }
    const number = this.#numberOf(shape);
    if (number !== undefined) packed[0] = number;
    else packed.splice(0, 1, namedMembers, shape.names);
    return packed;
  }

  /** `undefined` if the shape is not kept. */
  #numberOf(shape: Shape): number | undefined {
    if (shape.isKept) shape.number ??= this.#names.push(shape.names) - 1;
    return shape.number;
  }

  #unpacked(packed: unknown): unknown {
    if (!Array.isArray(packed)) return packed;
    const kind: unknown = packed[0];
    if (kind === list) return packed.slice(1).map((member) => this.#unpacked(member));
    if (kind === map) return this.#unpackedMap(packed);
    if (kind === namedMembers) return this.#unpackedObject(packed[1] as string[], packed.slice(1));
    return this.#unpackedObject(this.#names[kind as number] as readonly string[], packed);
  }

  #unpackedMap(packed: readonly unknown[]): VersionedMap<unknown> {
    let unpacked = VersionedMap.empty<unknown>();
    for (let index = 1; index < packed.length; index += 2) {
      unpacked = unpacked.with(packed[index] as string, this.#unpacked(packed[index + 1]));
    }
    return unpacked;
  }

  /** `packed` has the members behind its first entry. */
  #unpackedObject(names: readonly string[], packed: readonly unknown[]): object {
    const object: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] as string;
      const value = this.#unpacked(packed[index + 1]);
      // Assigned, it would change the prototype instead of being a member.
      if (name === '__proto__') Object.defineProperty(object, name, { ...ownMember, value });
      else object[name] = value;
    }
    return object;
  }
}
