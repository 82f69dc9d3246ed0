import type { Registry } from 'prom-client';
import type { BootstrapSettings } from '#access';
import type { Contracts } from './contract-kit/contract.js';
import type { Origins } from './http/fastify-adapter.js';
import type { StoreApiSettings } from './services/store-api.js';
import type { GatewayConnection, Logger, SecretKeyRing } from '#runtime';

/** The settings of the API that its callers notice. */
export interface EdgeOptions {
  /** The address that callers see; the listening address if absent. */
  readonly publicUrl?: string;
  /**
   * Proxies whose `X-Forwarded-For` is believed: addresses, ranges, or names of ranges; none if
   * absent.
   */
  readonly trustedProxies?: readonly string[];
  /** Time in which a process that was asked to stop still serves requests; 0 if absent. */
  readonly shutdownDelaySeconds?: number;
  /** The wire contracts that are spoken; all if absent. */
  readonly contracts?: Contracts;
  /** Origins of web pages that may call the API, by the name of the contract; none if absent. */
  readonly origins?: Origins;
  /** Serves `/docs` and `/openapi.*`; true if absent. */
  readonly docs?: boolean;
  /** Serves the console at `/console`, if it was built; true if absent. */
  readonly console?: boolean;
}

/** All settings of the API; the CLI makes them (operations.md). */
export interface ApiOptions extends EdgeOptions {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** EventStoreDB connection string. */
  readonly eventStoreUrl: string;
  /** PostgreSQL URL. */
  readonly databaseUrl: string;
  /**
   * The 32 bytes of LEDGER_SECRET_KEY. During a rotation there are several keys: the first one
   * makes tokens and encrypts secrets, and all of them are accepted.
   */
  readonly secretKey: SecretKeyRing;
  /** A client made or updated at start. */
  readonly bootstrap?: BootstrapSettings;
  /** Lets webhooks go to private addresses and to http:// URLs; false if absent. */
  readonly webhookAllowPrivateTargets?: boolean;
  /** Takes consumer keys with Basic over plain HTTP; false if absent. */
  readonly allowInsecureBasic?: boolean;
  /**
   * SEAL_EVENTS of the settings: a verification points out when more events than this are not
   * sealed.
   */
  readonly sealEvents?: number;
  /** The card gateway; without one card and pending orders are refused. */
  readonly gateway?: GatewayConnection;
  /**
   * The longest time that a request waits for the gateway's outcome, milliseconds; 10 s if absent.
   * A contract may wait less.
   */
  readonly gatewayWaitMs?: number;
  /** Shop front ends that pay orders; without it there are none. */
  readonly storeApi?: StoreApiSettings;
  readonly logger: Logger;
  /** The metrics of this process. */
  readonly metrics?: Registry;
}
