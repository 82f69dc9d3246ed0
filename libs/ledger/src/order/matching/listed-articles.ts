import type { OrderRow } from '../row.js';

/** The articles that match an item: each has all the values that the item gives. */
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
 * An index of the articles of an order's rows. A refund may have 1,000 items and 50,000 captured
 * rows to match them with, so going through all rows for each item would take too long.
 */
export class ListedArticles {
  readonly #articles: readonly ListedArticle[];
  /**
   * The articles that match an item. The outer key is a bit mask of the properties that the item
   * gives. The inner key is a text of their values (`articleKey`).
   */
  readonly #agreeing = new Map<number, ReadonlyMap<string, MatchingArticles>>();
  #names: Names | undefined;

  constructor(rows: readonly OrderRow[]) {
    this.#articles = articlesOf(rows);
  }

  agreeingWith(given: SomeOfArticle): MatchingArticles | undefined {
    return this.#by(given).get(articleKey(given));
  }

  /** True if an article has this number or, for an item without a number, this description. */
  has({ articleNumber, description }: SomeOfArticle): boolean {
    const { articleNumbers, descriptions } = (this.#names ??= namesOf(this.#articles));
    if (articleNumber !== undefined) return articleNumbers.has(articleNumber);
    return description !== undefined && descriptions.has(description);
  }

  /**
   * Finds the article that a rejected item most likely means, so that the rejection can name the
   * differences. The article has the item's number or, for an item without a number, its
   * description. Among several, the one with the fewest differences is returned.
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

/** The properties that the item gives with a different value than the article has. */
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
 * All rows with the same article number, description, price and VAT rate. An item matches these
 * rows together, as one (domain.md, "Matching an item to a row").
 */
export interface ListedArticle {
  /** Article number and description are stored in the form for comparison (`comparable`). */
  readonly articleNumber: string | undefined;
  readonly description: string;
  readonly unitPrice: number;
  readonly vatRate: number;
  /** The rows in the order of the registration, wholly captured rows included. */
  readonly rows: readonly OrderRow[];
}

/**
 * Printable ASCII with single spaces between words, as most texts are. For a comparison, such a
 * text only has to be put into lower case.
 */
const plainText = /^[!-~]+(?: [!-~]+)*$/;

/**
 * The form in which two texts are compared: Unicode normalisation form C, each run of white space
 * (no-break spaces included) as one space, no white space at the ends, no difference between upper
 * and lower case. The text is put into upper case before lower case, so that "Straße" equals
 * "STRASSE".
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

/**
 * The properties by which an item is compared with articles; `undefined` for a property that the
 * item does not give.
 */
export interface SomeOfArticle {
  readonly unitPrice: number;
  readonly articleNumber: string | undefined;
  readonly description: string | undefined;
  readonly vatRate: number | undefined;
}

/**
 * Joins the values into one text, used as a key to look articles up. The length of the article
 * number is part of the text. It shows where the number ends and the description begins, and it
 * makes a missing number differ from an empty text.
 */
export const articleKey = ({
  unitPrice,
  vatRate,
  articleNumber,
  description,
}: SomeOfArticle): string =>
  `${unitPrice} ${vatRate ?? '-'} ${articleNumber?.length ?? '-'} ${articleNumber ?? ''}${description ?? ''}`;
