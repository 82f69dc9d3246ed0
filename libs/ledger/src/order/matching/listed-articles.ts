import type { OrderRow } from '../row.js';

/** The articles that agree with an item in all given properties. */
export interface MatchingArticles {
  readonly first: ListedArticle;
  readonly isOnly: boolean;
  readonly firstWithoutNumber: ListedArticle | undefined;
}

interface Names {
  readonly articleNumbers: ReadonlySet<string | undefined>;
  readonly descriptions: ReadonlySet<string>;
}

/**
 * The articles of an order's rows, found by what items give of them: a thousand items of a refund
 * are compared with up to fifty thousand captured rows, which is too much to look through for each
 * item.
 */
export class ListedArticles {
  readonly #articles: readonly ListedArticle[];
  /** By which properties are given, then by their values. */
  readonly #agreeing = new Map<number, ReadonlyMap<string, MatchingArticles>>();
  #names: Names | undefined;

  constructor(rows: readonly OrderRow[]) {
    this.#articles = articlesOf(rows);
  }

  agreeingWith(given: SomeOfArticle): MatchingArticles | undefined {
    return this.#by(given).get(articleKey(given));
  }

  /** True if an article has that number or, if none is given, that description. */
  has({ articleNumber, description }: SomeOfArticle): boolean {
    const { articleNumbers, descriptions } = (this.#names ??= namesOf(this.#articles));
    if (articleNumber !== undefined) return articleNumbers.has(articleNumber);
    return description !== undefined && descriptions.has(description);
  }

  /**
   * Among the articles with that number or, if none is given, that description, the one that
   * differs in the fewest of the given properties.
   */
  closestTo(given: SomeOfArticle): ListedArticle | undefined {
    const name = given.articleNumber === undefined ? 'description' : 'articleNumber';
    let closest: ListedArticle | undefined;
    for (const article of this.#articles) {
      if (article[name] !== given[name]) continue;
      const isCloser =
        closest === undefined ||
        differingIn(article, given).length < differingIn(closest, given).length;
      if (isCloser) closest = article;
    }
    return closest;
  }

  #by(given: SomeOfArticle): ReadonlyMap<string, MatchingArticles> {
    const numbered = given.articleNumber !== undefined;
    const described = given.description !== undefined;
    const taxed = given.vatRate !== undefined;
    const properties = (numbered ? 4 : 0) + (described ? 2 : 0) + (taxed ? 1 : 0);
    const known = this.#agreeing.get(properties);
    if (known !== undefined) return known;
    const keyOf = ({ unitPrice, articleNumber, description, vatRate }: ListedArticle): string =>
      articleKey({
        unitPrice,
        articleNumber: numbered ? articleNumber : undefined,
        description: described ? description : undefined,
        vatRate: taxed ? vatRate : undefined,
      });
    const made = grouped(this.#articles, keyOf);
    this.#agreeing.set(properties, made);
    return made;
  }
}

/** The given properties in which an article differs. */
export const differingIn = (
  article: ListedArticle,
  given: SomeOfArticle,
): (keyof SomeOfArticle)[] =>
  (['description', 'unitPrice', 'vatRate'] as const).filter(
    (name) => given[name] !== undefined && given[name] !== article[name],
  );

const grouped = (
  articles: readonly ListedArticle[],
  keyOf: (article: ListedArticle) => string,
): ReadonlyMap<string, MatchingArticles> => {
  const groups = new Map<string, MatchingArticles>();
  for (const article of articles) {
    const key = keyOf(article);
    const group = groups.get(key);
    const unnumbered = article.articleNumber === undefined ? article : undefined;
    groups.set(key, {
      first: group?.first ?? article,
      isOnly: group === undefined,
      firstWithoutNumber: group?.firstWithoutNumber ?? unnumbered,
    });
  }
  return groups;
};

const namesOf = (articles: readonly ListedArticle[]): Names => ({
  articleNumbers: new Set(articles.map(({ articleNumber }) => articleNumber)),
  descriptions: new Set(articles.map(({ description }) => description)),
});

/**
 * Rows that agree in all four properties: they count as one (domain.md, "Matching an item to a
 * row").
 */
export interface ListedArticle {
  /** The text that is compared, as of the description. */
  readonly articleNumber: string | undefined;
  readonly description: string;
  readonly unitPrice: number;
  readonly vatRate: number;
  /** In the order's own order, wholly captured ones included. */
  readonly rows: readonly OrderRow[];
}

/** Most texts: a comparison of these needs neither normalisation nor a look at their blanks. */
const plainText = /^[!-~]+(?: [!-~]+)*$/;

/**
 * A text as it is compared: in Unicode normalisation form C, each run of white space (no-break
 * spaces included) as one blank, none at the ends, and without regard to case. By way of upper
 * case, so that "Straße" is "STRASSE".
 */
export const comparable = (text: string): string =>
  plainText.test(text)
    ? text.toLowerCase()
    : text.normalize('NFC').replace(/\s+/gu, ' ').trim().toUpperCase().toLowerCase();

export const articlesOf = (rows: readonly OrderRow[]): ListedArticle[] => {
  const articles = new Map<string, ListedArticle & { readonly rows: OrderRow[] }>();
  for (const row of rows) {
    const { unitPrice, vatRate } = row;
    const articleNumber =
      row.articleNumber === undefined ? undefined : comparable(row.articleNumber);
    const article = { articleNumber, description: comparable(row.description), unitPrice, vatRate };
    const key = articleKey(article);
    const known = articles.get(key);
    if (known !== undefined) known.rows.push(row);
    else articles.set(key, { ...article, rows: [row] });
  }
  return [...articles.values()];
};

/** Some properties of an article; those that are not looked at are undefined. */
export interface SomeOfArticle {
  readonly unitPrice: number;
  readonly articleNumber: string | undefined;
  readonly description: string | undefined;
  readonly vatRate: number | undefined;
}

/**
 * A key by the values of the given properties. The length of the number separates it from the
 * description, and distinguishes a missing number from an empty text.
 */
export const articleKey = ({
  unitPrice,
  vatRate,
  articleNumber,
  description,
}: SomeOfArticle): string =>
  `${unitPrice} ${vatRate ?? '-'} ${articleNumber?.length ?? '-'} ${articleNumber ?? ''}${description ?? ''}`;
