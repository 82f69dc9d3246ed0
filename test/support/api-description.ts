import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { repository } from './system.js';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** An answer that the API sent, with the request's method and path. */
export interface WireAnswer {
  readonly method: string;
  /** The path with its query, if it has one. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly body: unknown;
}

const templateOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);

/**
 * A number that grows with the parameters in a path. Paths with fewer parameters are matched first,
 * so that `/orders/list` is not taken for `/orders/{id}`.
 */
const parameters = (path: string): number => path.split('{').length;

/** Compares answers of the API with what `openapi.yaml` describes. */
export class ApiDescription {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #paths: readonly { readonly path: string; readonly template: RegExp }[];
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(
    private readonly description = parse(
      readFileSync(join(repository, 'openapi.yaml'), 'utf8'),
    ) as Description,
  ) {
    addFormats.default(this.#ajv);
    this.#ajv.addSchema({ ...description, $id: 'openapi' });
    this.#paths = Object.keys(description.paths)
      .sort((one, other) => parameters(one) - parameters(other))
      .map((path) => ({ path, template: templateOf(path) }));
  }

  /**
   * Returns each difference between an answer and `openapi.yaml` as a text. An empty list means
   * that the answer is as described.
   */
  differences({ method, path, status, contentType, body }: WireAnswer): string[] {
    const [bare = ''] = path.split('?', 1);
    const known = this.#paths.find(({ template }) => template.test(bare))?.path;
    const verb = method.toLowerCase();
    const operation = known === undefined ? undefined : this.description.paths[known]?.[verb];
    if (known === undefined || operation === undefined)
      return [`${method} ${bare} is not described`];
    const response = operation.responses[String(status)];
    if (response === undefined) return [`${method} ${known} has no answer ${status}`];
    const [type = ''] = (contentType ?? '').split(';', 1);
    if (response.content === undefined) return [];
    if (response.content[type] === undefined) {
      return [`${method} ${known} ${status} has no content type ${type}`];
    }
    if (!type.endsWith('json')) return [];
    const steps = ['paths', known, verb, 'responses', String(status), 'content', type, 'schema'];
    return this.#check(steps, body);
  }

  #check(steps: readonly string[], body: unknown): string[] {
    const pointer = steps
      .map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const known = this.#validators.get(pointer);
    const validate = known ?? this.#ajv.compile({ $ref: `openapi#/${pointer}` });
    this.#validators.set(pointer, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message }) =>
        `${steps[1]} ${steps[2]} ${steps[4]}: ${instancePath} ${message}`,
    );
  }
}
