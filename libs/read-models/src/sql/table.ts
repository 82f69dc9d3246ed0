import { binaryArrays } from './column.js';
import type { ColumnType, FilledColumnType, OptionalColumnType } from './column.js';
import type { Statement } from './query.js';

/** Columns by their TypeScript names; `orderId` is `order_id` in SQL. */
export type Columns = Readonly<Record<string, ColumnType<unknown>>>;

type ValueOf<Type> = Type extends ColumnType<infer Value> ? Value : never;
type NamesOf<Of extends Columns, Type> = {
  [Name in keyof Of]: Of[Name] extends Type ? Name : never;
}[keyof Of];
type OptionalName<Of extends Columns> = NamesOf<Of, OptionalColumnType<unknown>>;
type FilledName<Of extends Columns> = NamesOf<Of, FilledColumnType<unknown>>;
type Flat<Type> = { readonly [Name in keyof Type]: Type[Name] };

/** The TypeScript type of a row that was read. A NULL column is absent. */
export type RowOf<Of extends Columns> = Flat<
  { [Name in Exclude<keyof Of, OptionalName<Of>>]: ValueOf<Of[Name]> } & {
    [Name in OptionalName<Of>]?: ValueOf<Of[Name]>;
  }
>;

/**
 * The TypeScript type of a row to be written, without the columns that an SQL expression computes.
 */
export type NewRowOf<Of extends Columns> = Flat<
  { [Name in Exclude<keyof Of, OptionalName<Of> | FilledName<Of>>]: ValueOf<Of[Name]> } & {
    [Name in OptionalName<Of>]?: ValueOf<Of[Name]> | undefined;
  }
>;

/** A row as `pg` returns it, by the SQL names of its columns. */
export type SqlRecord = Readonly<Record<string, unknown>>;

const sqlName = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

interface NamedColumn {
  readonly name: string;
  readonly inSql: string;
  readonly type: ColumnType<unknown>;
}

/**
 * Columns that are written or read together. Generates the parts of SQL statements that list these
 * columns.
 */
export class ColumnSet<Of extends Columns> {
  readonly columns: Of;
  readonly #all: readonly NamedColumn[];
  readonly #written: readonly NamedColumn[];

  constructor(columns: Of) {
    this.columns = columns;
    this.#all = Object.entries(columns).map(([name, type]) => ({
      name,
      inSql: sqlName(name),
      type,
    }));
    this.#written = this.#all.filter(({ type }) => type.fill === undefined);
  }

  /** Returns a set with only these columns. */
  only<Name extends keyof Of & string>(...names: readonly Name[]): ColumnSet<Pick<Of, Name>> {
    const picked = names.map((name) => [name, this.columns[name]]);
    return new ColumnSet(Object.fromEntries(picked) as Pick<Of, Name>);
  }

  /** Returns a set without these columns. */
  except<Name extends keyof Of & string>(...names: readonly Name[]): ColumnSet<Omit<Of, Name>> {
    const left = Object.entries(this.columns).filter(
      ([name]) => !(names as readonly string[]).includes(name),
    );
    return new ColumnSet(Object.fromEntries(left) as Omit<Of, Name>);
  }

  /** The columns' names, for an INSERT. */
  get names(): string {
    return this.#all.map(({ inSql }) => inSql).join(', ');
  }

  /** The columns' definitions, for a CREATE TABLE. */
  get definition(): string {
    return this.#all
      .map(({ inSql, type: { sql, stored = sql } }) => `${inSql} ${stored}`)
      .join(', ');
  }

  /** The column list of a SELECT from the table with this alias. */
  select(alias: string): string {
    return this.#all
      .map(({ inSql, type }) => `${alias}.${inSql}${type.stored === 'date' ? '::text' : ''}`)
      .join(', ');
  }

  /** An SQL expression that makes a JSON object of the row with this alias. */
  jsonObject(alias: string): string {
    const members = this.#all.map(({ inSql }) => `'${inSql}', ${alias}.${inSql}`);
    return `json_build_object(${members.join(', ')})`;
  }

  /**
   * The FROM item of a statement that writes rows. The statement receives one array for each column
   * (`arrays`) and makes them into rows, named `n`.
   */
  get unnest(): string {
    const parameters = this.#written.map(({ type }, index) => `$${index + 1}::${type.sql}[]`);
    const names = this.#written.map(({ inSql }) => inSql);
    return `unnest(${parameters.join(', ')}) AS n (${names.join(', ')})`;
  }

  /**
   * The SELECT list of an INSERT: the values of the rows `n` of `unnest`, in the order of `names`.
   */
  get values(): string {
    return this.#all
      .map(({ inSql, type: { stored, fill } }) => fill ?? valueOf(inSql, stored))
      .join(', ');
  }

  /** The SET list of an UPDATE, with the values of the row `n` of `unnest`. */
  get assignments(): string {
    return this.#all
      .map(({ inSql, type: { stored } }) => `${inSql} = ${valueOf(inSql, stored)}`)
      .join(', ');
  }

  /**
   * The parameter values for `unnest`: one array for each column. There must be at least one row.
   */
  arrays(rows: readonly NewRowOf<Of>[]): Buffer[] {
    return binaryArrays(
      this.#written.map(({ name, type }) => ({
        type,
        values: rows.map((row) => (row as SqlRecord)[name]),
      })),
    );
  }

  /**
   * Converts a row that `pg` returned into an object with the TypeScript names.
   *
   * @throws TypeError for a value that its column cannot have
   */
  read(record: SqlRecord): RowOf<Of> {
    const row: Record<string, unknown> = {};
    for (const { name, inSql, type } of this.#all) {
      const found = record[inSql];
      if (found !== null && found !== undefined) row[name] = type.read(found);
      else if (!type.isOptional) throw new TypeError(`The column ${inSql} has no value`);
    }
    return row as RowOf<Of>;
  }
}

const valueOf = (inSql: string, stored: string | undefined): string =>
  stored === undefined ? `n.${inSql}` : `n.${inSql}::${stored}`;

export interface TableTraits<Name extends string> {
  /** The columns by which the report of a verification names a row. */
  readonly ids: readonly Name[];
  /** The column with the id of the order or settlement that the row belongs to. */
  readonly owner: Name;
  /** Columns with personal data, whose values no report shows (docs/personal-data.md). */
  readonly personal?: readonly Name[];
  /**
   * True if a rebuild needs the primary key while it fills the table. By default a rebuild makes
   * the key after the load.
   */
  readonly isKeyedWhileLoading?: boolean;
}

export interface InsertOptions {
  /** An `ON CONFLICT` clause, in which the table's alias is `t`. */
  readonly onConflict?: string;
}

/**
 * The declaration of a table of the read models. Generates the statements that write rows, converts
 * rows that were read, and says which columns identify a row in the report of a verification.
 */
export class Table<Of extends Columns> extends ColumnSet<Of> {
  readonly name: string;
  /** The SQL names of the columns in `TableTraits`. */
  readonly ids: readonly string[];
  readonly owner: string;
  readonly personal: readonly string[];
  readonly isKeyedWhileLoading: boolean;

  constructor(name: string, columns: Of, traits: TableTraits<keyof Of & string>) {
    super(columns);
    this.name = name;
    this.ids = traits.ids.map(sqlName);
    this.owner = sqlName(traits.owner);
    this.personal = (traits.personal ?? []).map(sqlName);
    this.isKeyedWhileLoading = traits.isKeyedWhileLoading ?? false;
  }

  /** Returns the statement that inserts the rows; no statement if there are no rows. */
  insert(rows: readonly NewRowOf<Of>[], { onConflict = '' }: InsertOptions = {}): Statement[] {
    if (rows.length === 0) return [];
    const text = `INSERT INTO ${this.name} AS t (${this.names})
      SELECT ${this.values} FROM ${this.unnest} ${onConflict}`;
    return [{ name: `insert-${this.name}`, text, values: this.arrays(rows) }];
  }

  /**
   * Returns the statement that sets the columns `changed` in the rows with these keys; no statement
   * if there are no rows.
   */
  update<Name extends keyof Of & string>(
    rows: readonly NewRowOf<Pick<Of, Name>>[],
    { key, changed }: { readonly key: Name; readonly changed: readonly Name[] },
  ): Statement[] {
    if (rows.length === 0) return [];
    const written = this.only(key, ...changed);
    const text = `UPDATE ${this.name} t SET ${this.only(...changed).assignments}
      FROM ${written.unnest} WHERE t.${sqlName(key)} = n.${sqlName(key)}`;
    return [{ name: `update-${this.name}`, text, values: written.arrays(rows) }];
  }
}

/** A table whose columns are not known in advance, for code that works on all tables. */
export type AnyTable = Pick<
  Table<Columns>,
  'name' | 'ids' | 'owner' | 'personal' | 'isKeyedWhileLoading' | 'columns'
>;

/** The type of the rows that are written into a table. */
export type RowsOf<Of extends { readonly columns: Columns }> = NewRowOf<Of['columns']>;
