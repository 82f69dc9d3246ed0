import { binaryArrays } from './column.js';
import type { ColumnType, FilledColumnType, OptionalColumnType } from './column.js';
import type { Statement } from './query.js';

/** Columns by their names in TypeScript; in SQL `orderId` is `order_id`. */
export type Columns = Readonly<Record<string, ColumnType<unknown>>>;

type ValueOf<Type> = Type extends ColumnType<infer Value> ? Value : never;
type NamesOf<Of extends Columns, Type> = {
  [Name in keyof Of]: Of[Name] extends Type ? Name : never;
}[keyof Of];
type OptionalName<Of extends Columns> = NamesOf<Of, OptionalColumnType<unknown>>;
type FilledName<Of extends Columns> = NamesOf<Of, FilledColumnType<unknown>>;
type Flat<Type> = { readonly [Name in keyof Type]: Type[Name] };

/** A row as it is read: a column that is NULL is absent. */
export type RowOf<Of extends Columns> = Flat<
  { [Name in Exclude<keyof Of, OptionalName<Of>>]: ValueOf<Of[Name]> } & {
    [Name in OptionalName<Of>]?: ValueOf<Of[Name]>;
  }
>;

/** A row as it is written: without the columns that PostgreSQL fills. */
export type NewRowOf<Of extends Columns> = Flat<
  { [Name in Exclude<keyof Of, OptionalName<Of> | FilledName<Of>>]: ValueOf<Of[Name]> } & {
    [Name in OptionalName<Of>]?: ValueOf<Of[Name]> | undefined;
  }
>;

/** A record as `pg` returns it, by the names of SQL. */
export type SqlRecord = Readonly<Record<string, unknown>>;

const sqlName = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

interface NamedColumn {
  readonly name: string;
  readonly inSql: string;
  readonly type: ColumnType<unknown>;
}

/** Columns that are written or read together. */
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

  /** Some of the columns. */
  only<Name extends keyof Of & string>(...names: readonly Name[]): ColumnSet<Pick<Of, Name>> {
    const picked = names.map((name) => [name, this.columns[name]]);
    return new ColumnSet(Object.fromEntries(picked) as Pick<Of, Name>);
  }

  /** All columns but these. */
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

  /** The columns for a SELECT from the table under this alias. */
  select(alias: string): string {
    return this.#all
      .map(({ inSql, type }) => `${alias}.${inSql}${type.stored === 'date' ? '::text' : ''}`)
      .join(', ');
  }

  /** An expression: the row of this alias as a JSON object. */
  jsonObject(alias: string): string {
    const members = this.#all.map(({ inSql }) => `'${inSql}', ${alias}.${inSql}`);
    return `json_build_object(${members.join(', ')})`;
  }

  /** A row `n` for each row that `arrays` was given. */
  get unnest(): string {
    const parameters = this.#written.map(({ type }, index) => `$${index + 1}::${type.sql}[]`);
    const names = this.#written.map(({ inSql }) => inSql);
    return `unnest(${parameters.join(', ')}) AS n (${names.join(', ')})`;
  }

  /** The stored values of a row `n`, in the order of `names`. */
  get values(): string {
    return this.#all
      .map(({ inSql, type: { stored, fill } }) => fill ?? valueOf(inSql, stored))
      .join(', ');
  }

  /** The assignments of an UPDATE from a row `n`. */
  get assignments(): string {
    return this.#all
      .map(({ inSql, type: { stored } }) => `${inSql} = ${valueOf(inSql, stored)}`)
      .join(', ');
  }

  /** The parameters of `unnest`. There must be rows. */
  arrays(rows: readonly NewRowOf<Of>[]): Buffer[] {
    return binaryArrays(
      this.#written.map(({ name, type }) => ({
        type,
        values: rows.map((row) => (row as SqlRecord)[name]),
      })),
    );
  }

  /** Throws a `TypeError` on a value that the column cannot have. */
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
  /** Columns that name the row in a report. */
  readonly ids: readonly Name[];
  /** The column that says whose row it is: the id of an order or of a settlement. */
  readonly owner: Name;
  /** Columns with personal data, which no report repeats (docs/personal-data.md). */
  readonly personal?: readonly Name[];
  /**
   * True if a rebuild finds rows by the primary key while it fills the table; other indexes follow
   * later.
   */
  readonly isKeyedWhileLoading?: boolean;
}

export interface InsertOptions {
  /** `ON CONFLICT ...`; the table is then `t`. */
  readonly onConflict?: string;
}

/**
 * The one declaration of a table of the read models: prints the statements that write its rows,
 * reads them, and says how a verification names them.
 */
export class Table<Of extends Columns> extends ColumnSet<Of> {
  readonly name: string;
  /** Names as SQL has them. */
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

  /** The statement that inserts the rows, if there are any. */
  insert(rows: readonly NewRowOf<Of>[], { onConflict = '' }: InsertOptions = {}): Statement[] {
    if (rows.length === 0) return [];
    const text = `INSERT INTO ${this.name} AS t (${this.names})
      SELECT ${this.values} FROM ${this.unnest} ${onConflict}`;
    return [{ name: `insert-${this.name}`, text, values: this.arrays(rows) }];
  }

  /** The statement that gives the rows with these keys new values in the columns `changed`. */
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

/** A table without its columns, as a rebuild and a verification know it. */
export type AnyTable = Pick<
  Table<Columns>,
  'name' | 'ids' | 'owner' | 'personal' | 'isKeyedWhileLoading' | 'columns'
>;

/** The rows that a table is written from. */
export type RowsOf<Of extends { readonly columns: Columns }> = NewRowOf<Of['columns']>;
