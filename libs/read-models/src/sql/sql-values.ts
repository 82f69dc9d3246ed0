/** Collects the values of one statement and gives each its place (`$1`, `$2`, ...). */
export class SqlValues {
  readonly values: unknown[] = [];

  place(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
