import type { Type } from '@nestjs/common';
import type { DocumentBuilder } from '@nestjs/swagger';
import type { Rejected } from '#ledger';
import type { Authentication, AuthenticationServices } from './authentication.js';
import type { BodyRules } from './body/body-rules.js';
import type { ErrorAnswer } from './http-error.js';

/** An error answer, formatted by the contract and ready to be sent. */
export interface WrittenError {
  readonly body: string;
  /** If absent, the answer has no `Content-Type`. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The texts and the JSON format of a contract's error answers. */
export interface ErrorEnvelope {
  /**
   * The answer to a command that the ledger rejected, with the HTTP status, code and text of this
   * contract.
   */
  rejected(rejected: Rejected): ErrorAnswer;
  /**
   * The answer if a query has a parameter that the call does not have. If this method is absent,
   * such parameters are ignored.
   */
  unknownParameter?(name: string): ErrorAnswer;
  /**
   * Formats any error answer as a body of this contract: rejections, invalid requests
   * (`violations`), unknown addresses, overload, and a database that cannot be reached.
   * `correlationId` is the request's `X-Request-Id`.
   */
  write(answer: ErrorAnswer, correlationId: string): WrittenError;
}

/** The rules by which a contract matches the address and method of a request to a route. */
export interface Routing {
  /**
   * The treatment of an address that ends in a slash. `ignored`: it means the same as without the
   * slash. `refused`: it is unknown. `required`: only the address with the slash is right, and an
   * address without it is redirected (301).
   */
  readonly trailingSlash: 'ignored' | 'refused' | 'required';
  /**
   * With `ignored`, the fixed parts of an address match in any letter case. Parameters in the
   * address are never changed.
   */
  readonly letterCase: 'exact' | 'ignored';
  /**
   * The answer if an address exists but not with this method: 405 with `Allow`, or 404. With
   * `not-found`, OPTIONS is answered 404 too, unless `preflightHeaders` exists. In all other cases
   * OPTIONS is answered with `Allow`.
   */
  readonly unknownMethod: 'method-not-allowed' | 'not-found';
  /**
   * Headers to add to the answer to OPTIONS besides `Allow`, for a browser's preflight request
   * (CORS).
   */
  preflightHeaders?(origin: string | undefined): Readonly<Record<string, string>>;
}

/**
 * The methods and headers that web pages of other origins may use with a contract (CORS in the
 * Fetch standard).
 */
export interface CrossOrigin {
  readonly methods: readonly string[];
  /** Headers that a web page may send. */
  readonly requestHeaders: readonly string[];
  /** Headers of answers that a web page may read. */
  readonly answerHeaders: readonly string[];
}

/**
 * A section of the OpenAPI document. The operations whose paths match `paths` belong to the
 * section.
 */
export interface Area {
  readonly name: string;
  readonly description: string;
  readonly paths: RegExp;
}

/** A way to authenticate, described as OpenAPI describes it. */
type CredentialScheme = Parameters<DocumentBuilder['addSecurity']>[1];

/**
 * One wire contract. A contract becomes part of the service by its entry in
 * `contracts/contracts.ts`.
 */
export interface Contract {
  /**
   * The contract's name in events, metrics and the audit trail: up to 32 lower-case letters, digits
   * and hyphens, beginning with a letter.
   */
  readonly name: string;
  /**
   * The paths that belong to the contract, such as `/manage`. Every address below them is answered
   * by this contract, even an unknown address.
   */
  readonly basePaths: readonly string[];
  readonly authentication: (services: AuthenticationServices) => Authentication;
  readonly errorEnvelope: ErrorEnvelope;
  readonly bodyRules: BodyRules;
  readonly routing: Routing;
  /**
   * The CORS rules of the contract. If absent, no web page of another origin may call it. The
   * operator sets the allowed origins.
   */
  readonly crossOrigin?: CrossOrigin;
  /**
   * The authentication schemes of the contract in the OpenAPI document. A caller needs one of them.
   * If absent, the contract uses tokens of `/oauth2/v2.0/token`.
   */
  readonly credentials?: Readonly<Record<string, CredentialScheme>>;
  /** Headers that are sent with every answer of the contract. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly areas: readonly Area[];
  /**
   * Loads the Nest module with the controllers. Only the API calls this; other processes need only
   * the description of the contract.
   */
  readonly module: () => Promise<Type>;
}

const contractName = /^[a-z][a-z0-9-]{0,31}$/;

const pathOf = (url: string): string => {
  const [path = ''] = url.split(/[?#]/, 1);
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

const owns = ({ basePaths, routing }: Contract, path: string): boolean => {
  const compared = routing.letterCase === 'ignored' ? path.toLowerCase() : path;
  return basePaths.some((base) => compared === base || compared.startsWith(`${base}/`));
};

/** All contracts of the service. */
export class Contracts {
  /** `otherwise` is the contract that answers addresses that belong to no contract. */
  constructor(
    readonly all: readonly Contract[],
    private readonly otherwise: Contract,
  ) {
    const wrong = all.find(({ name }) => !contractName.test(name));
    if (wrong !== undefined) throw new RangeError(`${wrong.name} is not a name of a contract`);
  }

  /** The contract that answers this address. */
  of(url: string): Contract {
    return this.#ownerOf(url) ?? this.otherwise;
  }

  /** The name of the contract that an address belongs to, or `none`. */
  nameOf(url: string): string {
    return this.#ownerOf(url)?.name ?? 'none';
  }

  /**
   * The answer if a query has a parameter that the call does not have. The result is `undefined` if
   * the contract ignores such parameters.
   */
  unknownParameter(url: string, name: string): ErrorAnswer | undefined {
    return this.#ownerOf(url)?.errorEnvelope.unknownParameter?.(name);
  }

  #ownerOf(url: string): Contract | undefined {
    const path = pathOf(url);
    return this.all.find((contract) => owns(contract, path));
  }
}
