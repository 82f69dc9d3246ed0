import { invalidData, unknownProperty } from '../medusa-envelope.js';

interface Parameter {
  /** The words in brackets after the name: `['gte']` for `created_at[gte]`. */
  readonly path: readonly string[];
  readonly value: string;
}

const bracketed = /^([^[]+)((?:\[[^[\]]*\])*)$/;

/**
 * The parameters of a URL's query, by name. Medusa's clients write brackets after names, such as
 * `status[]=`, `status[0]=` or `created_at[gte]=`.
 */
export class QueryTree {
  readonly #parameters = new Map<string, Parameter[]>();

  constructor(url: string) {
    const start = url.indexOf('?');
    const query = start === -1 ? '' : (url.slice(start + 1).split('#', 1)[0] ?? '');
    for (const [name, value] of new URLSearchParams(query)) {
      const [, base = name, brackets = ''] = bracketed.exec(name) ?? [];
      const path = [...brackets.matchAll(/\[([^[\]]*)\]/g)].map(([, step = '']) => step);
      const known = this.#parameters.get(base);
      if (known === undefined) this.#parameters.set(base, [{ path, value }]);
      else known.push({ path, value });
    }
  }

  /** Checks that the query has no parameters with other names. @throws HttpError 400 */
  assertNames(names: readonly string[]): void {
    const unknown = [...this.#parameters.keys()].filter((name) => !names.includes(name));
    if (unknown[0] !== undefined) throw unknownProperty(unknown[0]);
  }

  /**
   * The value of a parameter without brackets.
   *
   * @throws HttpError 400 if the parameter is given twice or has brackets
   */
  text(name: string): string | undefined {
    const found = this.#parameters.get(name);
    if (found === undefined) return undefined;
    const [only, ...others] = found;
    if (only === undefined || others.length > 0 || only.path.length > 0)
      throw invalidData(`${name} must be a string`);
    return asText(name, only.value);
  }

  /**
   * The values of a list parameter.
   *
   * @throws HttpError 400 if the parameter is a single value without brackets, as in
   * `status=pending`
   */
  list(name: string): readonly string[] | undefined {
    const found = this.#parameters.get(name);
    if (found === undefined) return undefined;
    const isList = found.every(({ path: [step, ...more] }) => {
      if (more.length > 0) return false;
      return step === undefined ? found.length > 1 : /^\d*$/.test(step);
    });
    if (!isList) throw invalidData(`${name} must be an array`);
    return found.map(({ value }) => asText(name, value));
  }

  /**
   * The values of a parameter with words in brackets. For `created_at[gte]=...`, the word is `gte`.
   *
   * @throws HttpError 400 for an unknown or repeated word
   */
  members(name: string, known: readonly string[]): ReadonlyMap<string, string> {
    const members = new Map<string, string>();
    for (const { path, value } of this.#parameters.get(name) ?? []) {
      const [member, ...more] = path;
      if (member === undefined)
        throw invalidData(`nested property ${name} must be either object or array`);
      if (!known.includes(member)) throw unknownProperty(member);
      if (more.length > 0 || members.has(member))
        throw invalidData(`${name}.${member} must be given once`);
      members.set(member, asText(`${name}.${member}`, value));
    }
    return members;
  }
}

const charactersMax = 4_096;

const asText = (name: string, value: string): string => {
  if (value.length > charactersMax)
    throw invalidData(`${name} must be shorter than or equal to ${charactersMax} characters`);
  // PostgreSQL cannot store U+0000 in a text.
  if (value.includes('\0')) throw invalidData(`${name} must not contain U+0000`);
  return value;
};
