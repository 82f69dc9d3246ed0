/** The names of an object's members in their order. Shapes are kept, up to a number, so that equal ones are the same. */
export class Shape {
  readonly #longer = new Map<string, Shape>();
  /** For whoever numbers shapes. */
  number: number | undefined;

  private constructor(
    readonly names: readonly string[],
    private readonly room: { left: number },
    readonly isKept: boolean,
  ) {}

  /** Without members; at most so many that begin with it are kept. */
  static empty(keptMax: number): Shape {
    return new Shape([], { left: keptMax }, true);
  }

  /** The shape with one more name behind these. */
  with(name: string): Shape {
    const known = this.#longer.get(name);
    if (known !== undefined) return known;
    const isKept = this.isKept && this.room.left > 0;
    const longer = new Shape([...this.names, name], this.room, isKept);
    if (isKept) {
      this.room.left -= 1;
      this.#longer.set(name, longer);
    }
    return longer;
  }
}
