import type { Type } from '@nestjs/common';
import type { DocumentBuilder } from '@nestjs/swagger';
import type { Rejected } from '#ledger';
import type { Authentication, AuthenticationServices } from './authentication.js';
import type { BodyRules } from './body/body-rules.js';
import type { ErrorAnswer } from './http-error.js';

/** An error answer as it is sent. */
export interface WrittenError {
  readonly body: string;
  /** If absent, the answer has no `Content-Type`. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The words and the form of a contract's errors. */
export interface ErrorEnvelope {
  /** The answer to a command that the ledger refused: status, code and words of the contract. */
  rejected(rejected: Rejected): ErrorAnswer;
  /**
   * The answer to a query parameter that a call does not take. If this method is absent, unknown
   * parameters are ignored.
   */
  unknownParameter?(name: string): ErrorAnswer;
  /**
   * Writes any error answer: a rejection, a wrong shape (`violations`), an unknown address,
   * overload, a lost dependency. `correlationId` is the request's `X-Request-Id`.
   */
  write(answer: ErrorAnswer, correlationId: string): WrittenError;
}

/** The matching of a contract's addresses. */
export interface Routing {
  /**
   * An address that ends in a slash is the same as without the slash (`ignored`), is unknown
   * (`refused`), or is the only right one (`required`: an address without the slash is redirected
   * by 301).
   */
  readonly trailingSlash: 'ignored' | 'refused' | 'required';
  /** Letter case of the fixed parts of an address. Parameters are never changed. */
  readonly letterCase: 'exact' | 'ignored';
  /**
   * The answer to a method that an address does not take: 405 with `Allow`, or 404 as for an
   * unknown address. With `not-found` OPTIONS is answered 404 too, unless there are
   * `preflightHeaders`; otherwise OPTIONS is answered with `Allow`.
   */
  readonly unknownMethod: 'method-not-allowed' | 'not-found';
  /** Headers of the answer to OPTIONS besides `Allow`, for browsers of other origins. */
  preflightHeaders?(origin: string | undefined): Readonly<Record<string, string>>;
}

/** The part of a contract that web pages of other origins may use (the Fetch standard, CORS). */
export interface CrossOrigin {
  readonly methods: readonly string[];
  /** Headers that a web page may send. */
  readonly requestHeaders: readonly string[];
  /** Headers of answers that a web page may read. */
  readonly answerHeaders: readonly string[];
}

/** A chapter of the OpenAPI description: the operations under paths that match. */
export interface Area {
  readonly name: string;
  readonly description: string;
  readonly paths: RegExp;
}

/** A scheme of credentials in the words of OpenAPI. */
type CredentialScheme = Parameters<DocumentBuilder['addSecurity']>[1];

/**
 * One wire contract. A contract becomes part of the service by its entry in
 * `contracts/contracts.ts`.
 */
export interface Contract {
  /**
   * The contract's name in events, metrics and the audit trail: up to 32 lower-case letters,
   * digits, `-`.
   */
  readonly name: string;
  /**
   * All addresses under these paths belong to the contract, unknown addresses included: `/manage`.
   */
  readonly basePaths: readonly string[];
  readonly authentication: (services: AuthenticationServices) => Authentication;
  readonly errorEnvelope: ErrorEnvelope;
  readonly bodyRules: BodyRules;
  readonly routing: Routing;
  /**
   * If absent, web pages of other origins may not call the contract. The operator names the allowed
   * origins.
   */
  readonly crossOrigin?: CrossOrigin;
  /**
   * The credential schemes of the contract in the OpenAPI description; a caller needs one of them.
   * Absent: tokens of `/oauth2/v2.0/token`.
   */
  readonly credentials?: Readonly<Record<string, CredentialScheme>>;
  /** Headers that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly areas: readonly Area[];
  /** The Nest module with the controllers; loaded by the API only. */
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
  /** `otherwise` is the contract that answers at addresses which no contract owns. */
  constructor(
    readonly all: readonly Contract[],
    private readonly otherwise: Contract,
  ) {
    const wrong = all.find(({ name }) => !contractName.test(name));
    if (wrong !== undefined) throw new RangeError(`${wrong.name} is not a name of a contract`);
  }

  /** The contract that answers at an address. */
  of(url: string): Contract {
    return this.#ownerOf(url) ?? this.otherwise;
  }

  /** The name of the contract that owns an address, `none` if none does. */
  nameOf(url: string): string {
    return this.#ownerOf(url)?.name ?? 'none';
  }

  /**
   * The answer to a query parameter that a call does not take; `undefined` where the contract
   * ignores such parameters.
   */
  unknownParameter(url: string, name: string): ErrorAnswer | undefined {
    return this.#ownerOf(url)?.errorEnvelope.unknownParameter?.(name);
  }

  #ownerOf(url: string): Contract | undefined {
    const path = pathOf(url);
    return this.all.find((contract) => owns(contract, path));
  }
}
