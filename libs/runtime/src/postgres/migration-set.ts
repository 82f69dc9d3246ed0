/** The plain SQL files of one package, applied in the order of their names (`0001-orders.sql`, ...). */
export interface MigrationSet {
  /** Tells the sets of different packages apart; never changes. */
  readonly name: string;
  /** A `file:` URL that ends in a slash. */
  readonly directory: URL;
}
