import type { Registry } from 'prom-client';
import type { BootstrapSettings } from '#access';
import type { Contracts } from './contract-kit/contract.js';
import type { Origins } from './http/fastify-adapter.js';
import type { StoreApiSettings } from './services/store-api.js';
import type { GatewayConnection, Logger, SecretKeyRing } from '#runtime';

/** The settings whose effects a caller of the API can see. */
export interface EdgeOptions {
  /**
   * The base URL under which callers reach the API, if a proxy changes it. If absent, the address
   * of each request is used.
   */
  readonly publicUrl?: string;
  /**
   * Proxies whose `X-Forwarded-For` header is trusted to name the caller's address: single
   * addresses, ranges, or names of ranges such as `loopback`. If absent, no proxy is trusted.
   */
  readonly trustedProxies?: readonly string[];
  /**
   * After a stop signal, the API reports "not ready" but still serves requests for this time, so
   * that a load balancer can notice. Default 0.
   */
  readonly shutdownDelaySeconds?: number;
  /**
   * The wire protocols (contracts) that this API serves, such as `/v1`. If absent, it serves all of
   * them.
   */
  readonly contracts?: Contracts;
  /**
   * For each contract, the origins of web pages whose scripts may call it (CORS). If absent, no web
   * page may call any contract.
   */
  readonly origins?: Origins;
  /** True if `/docs` and `/openapi.*` are served. Default true. */
  readonly docs?: boolean;
  /**
   * True if the console is served at `/console`. Default true. Without a built console nothing is
   * served there.
   */
  readonly console?: boolean;
}

/** All settings of the API. The CLI reads them from environment variables (operations.md). */
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
  /**
   * The bootstrap client: the API makes this client when it starts, or updates the existing one.
   */
  readonly bootstrap?: BootstrapSettings;
  /** True if webhooks may go to private addresses and to `http://` URLs. Default false. */
  readonly webhookAllowPrivateTargets?: boolean;
  /**
   * True if a client may send its key and secret with HTTP Basic over an unencrypted connection.
   * Default false.
   */
  readonly allowInsecureBasic?: boolean;
  /**
   * The SEAL_EVENTS setting. A seal is an event with a hash over all earlier events. A verification
   * of the log warns if more events than this number have no seal yet.
   */
  readonly sealEvents?: number;
  /**
   * The connection to the card gateway. If absent, card orders and orders that wait for a payment
   * are refused.
   */
  readonly gateway?: GatewayConnection;
  /**
   * Milliseconds that a request waits at most for the gateway's outcome; 10 s if absent. A contract
   * may set a shorter time.
   */
  readonly gatewayWaitMs?: number;
  /**
   * Settings of the Store API, with which web shops let customers pay orders. If absent, the API
   * serves no shop.
   */
  readonly storeApi?: StoreApiSettings;
  readonly logger: Logger;
  /** The Prometheus metrics of this process. */
  readonly metrics?: Registry;
}
