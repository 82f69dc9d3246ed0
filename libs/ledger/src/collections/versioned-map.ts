interface Version<Value> {
  readonly write: number;
  readonly value: Value;
  readonly earlier: Version<Value> | undefined;
}

interface Shared<Value> {
  readonly newest: Map<string, Version<Value>>;
  writes: number;
}

/**
 * An immutable map: `with` returns a new version of the map, and older versions can still be read.
 * All versions share one table, so `with` need not copy the entries. Only calling `with` twice on
 * the same version copies the table. Such a second call is rare, because each state of an order is
 * followed by only one next state.
 */
export class VersionedMap<Value> {
  // TypeScript's `private` instead of `#private`, because specs compare the members of two maps,
  // and `#private` members cannot be compared.
  private constructor(
    private readonly shared: Shared<Value>,
    private readonly writes: number,
    readonly size: number,
  ) {}

  static empty<Value>(): VersionedMap<Value> {
    return new VersionedMap({ newest: new Map(), writes: 0 }, 0, 0);
  }

  get(key: string): Value | undefined {
    return this.asOfNow(this.shared.newest.get(key))?.value;
  }

  /** The values in the order in which their keys were first written. */
  *values(): Generator<Value, void> {
    for (const [, value] of this.entries()) yield value;
  }

  /** Keys and values in the order in which the keys were first written. */
  *entries(): Generator<[string, Value], void> {
    for (const [key, newest] of this.shared.newest) {
      const version = this.asOfNow(newest);
      if (version !== undefined) yield [key, version.value];
    }
  }

  with(key: string, value: Value): VersionedMap<Value> {
    const shared = this.shared.writes === this.writes ? this.shared : this.copy();
    const earlier = shared.newest.get(key);
    shared.writes += 1;
    shared.newest.set(key, { write: shared.writes, value, earlier });
    return new VersionedMap(shared, shared.writes, this.size + (earlier === undefined ? 1 : 0));
  }

  private asOfNow(newest: Version<Value> | undefined): Version<Value> | undefined {
    let version = newest;
    while (version !== undefined && version.write > this.writes) version = version.earlier;
    return version;
  }

  private copy(): Shared<Value> {
    const newest = new Map<string, Version<Value>>();
    for (const [key, latest] of this.shared.newest) {
      const version = this.asOfNow(latest);
      if (version !== undefined) newest.set(key, { ...version, earlier: undefined });
    }
    return { newest, writes: this.writes };
  }
}
