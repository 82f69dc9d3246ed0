import qs from 'qs';
import { GatewayError } from '../gateway-error.js';
import type { Metadata } from '../payments/objects.js';

const lengths = { text: 5_000, metadataKeys: 50, metadataKey: 40, metadataValue: 500 };
const amountMax = 999_999_999_999;

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sortedByName = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));

/** The parameters of a request. Each method refuses a value of the wrong type with 400. */
export class Parameters {
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
  }

  /** Reads form-encoded text, `a[b]=c` and `a[0]=c` included. */
  static parse(text: string, parametersMax: number): Parameters {
    if ((text.match(/&/g)?.length ?? 0) >= parametersMax) {
      throw GatewayError.parameter('', 'parameter_invalid', 'Too many parameters.');
    }
    const options = { depth: 5, arrayLimit: 100, parameterLimit: parametersMax };
    return new Parameters(qs.parse(text, { ...options, plainObjects: true }));
  }

  /** The names of all parameters; `a` for `a[b]=c`. */
  get names(): readonly string[] {
    return Object.keys(this.#values);
  }

  /**
   * The parameters as text. It does not depend on their order, nor on how the request encoded them:
   * `a[b]=c` and `a%5Bb%5D=c` are the same.
   */
  get canonical(): string {
    return JSON.stringify(this.#values, (_, value: unknown) =>
      isValues(value) ? sortedByName(value) : value,
    );
  }

  text(name: string, lengthMax = lengths.text): string | undefined {
    const value = this.#values[name];
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') {
      throw GatewayError.parameter(name, 'parameter_invalid_string', `Invalid string: ${name}`);
    }
    if (value.length > lengthMax) {
      const message = `Invalid string: ${name} has more than ${lengthMax} characters.`;
      throw GatewayError.parameter(name, 'parameter_invalid_string', message);
    }
    return value;
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw GatewayError.missing(name);
    return value;
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    this.#refuseEmpty(name);
    const value = this.text(name);
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    const message = `Invalid ${name}: must be one of ${choices.join(', ')}`;
    throw GatewayError.parameter(name, 'parameter_invalid', message);
  }

  /** An amount in the currency's minor unit. */
  amount(name: string): number | undefined {
    this.#refuseEmpty(name);
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
    if (value <= amountMax) return value;
    const message = `Invalid integer: ${text}`;
    throw GatewayError.parameter(name, 'parameter_invalid_integer', message);
  }

  /**
   * An empty value unsets a text, but an amount or a choice cannot be unset. Without this check, an
   * empty `amount_to_capture` would capture everything.
   */
  #refuseEmpty(name: string): void {
    if (this.#values[name] !== '') return;
    const message = `You passed an empty string for '${name}', which cannot be unset.`;
    throw GatewayError.parameter(name, 'parameter_invalid_empty', message);
  }

  flag(name: string): boolean | undefined {
    const text = this.oneOf(name, ['true', 'false']);
    return text === undefined ? undefined : text === 'true';
  }

  texts(name: string): readonly string[] | undefined {
    const value = this.#values[name];
    if (value === undefined || value === '') return undefined;
    const list = isValues(value) ? Object.values(value) : [value].flat();
    if (list.every((entry): entry is string => typeof entry === 'string')) return list;
    throw GatewayError.parameter(name, 'parameter_invalid', `Invalid array: ${name}`);
  }

  /** A group of parameters, such as an address, as it was sent. */
  group(name: string): object | undefined {
    const value = this.#values[name];
    if (value === undefined || value === '') return undefined;
    if (isValues(value)) return value;
    throw GatewayError.parameter(name, 'parameter_invalid', `Invalid object: ${name}`);
  }

  /**
   * The metadata after this request: names are added or replaced; a name with an empty value is
   * removed.
   */
  metadata(former: Metadata = {}): Metadata {
    const sent = this.#values['metadata'];
    if (sent === undefined) return former;
    if (sent === '') return {};
    if (!isValues(sent)) {
      throw GatewayError.parameter('metadata', 'parameter_invalid', 'Invalid object: metadata');
    }
    const all: Record<string, string> = { ...former };
    for (const [name, value] of Object.entries(sent)) {
      checkEntry(name, value);
      if (value === '') Reflect.deleteProperty(all, name);
      else all[name] = value;
    }
    if (Object.keys(all).length > lengths.metadataKeys) {
      const message = `Metadata can have up to ${lengths.metadataKeys} keys.`;
      throw GatewayError.parameter('metadata', 'parameter_invalid', message);
    }
    return all;
  }
}

function checkEntry(name: string, value: unknown): asserts value is string {
  const param = `metadata[${name}]`;
  if (typeof value !== 'string') {
    throw GatewayError.parameter(param, 'parameter_invalid_string', `Invalid string: ${param}`);
  }
  if (name.length <= lengths.metadataKey && value.length <= lengths.metadataValue) return;
  const message =
    `Metadata keys have up to ${lengths.metadataKey} characters, ` +
    `values up to ${lengths.metadataValue}.`;
  throw GatewayError.parameter(param, 'parameter_invalid', message);
}
