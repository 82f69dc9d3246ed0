import {
  flag,
  matching,
  oneOf,
  optional,
  port,
  proxies,
  urlOf,
  wholeNumber,
  withDefault,
} from './setting.js';

/** Settings of webhooks (docs/webhooks.md). */
export const webhooks = {
  webhookAllowPrivateTargets: withDefault(
    {
      variable: 'WEBHOOK_ALLOW_PRIVATE_TARGETS',
      fallback: 'false',
      meaning: 'Webhooks may go to private, loopback and link-local addresses, and to http:// URLs',
      allowed: 'true or false',
    },
    flag,
  ),
  webhookRetentionDays: withDefault(
    {
      variable: 'WEBHOOK_RETENTION_DAYS',
      fallback: '30',
      meaning:
        'Webhook deliveries that were delivered or given up are deleted after this number of days',
      allowed: 'a whole number from 1 to 3650',
    },
    wholeNumber(1, 3_650),
  ),
};

/**
 * Settings of the seals: hashes over the log that prove that no event before them was changed
 * (docs/audit.md).
 */
export const evidence = {
  sealEvents: withDefault(
    {
      variable: 'SEAL_EVENTS',
      fallback: '10000',
      meaning: 'After this number of events the worker seals the log (docs/audit.md)',
      allowed: 'a whole number from 1 to 1000000',
    },
    wholeNumber(1, 1_000_000),
  ),
  sealSeconds: withDefault(
    {
      variable: 'SEAL_SECONDS',
      fallback: '3600',
      meaning:
        'After this number of seconds the worker seals the new events of the log, even if there are few',
      allowed: 'a whole number from 1 to 86400',
    },
    wholeNumber(1, 86_400),
  ),
};

/** Settings of the metrics that each process serves (docs/metrics.md). */
export const metrics = {
  metricsHost: withDefault(
    {
      variable: 'METRICS_HOST',
      fallback: '127.0.0.1',
      meaning: 'Address on which each process serves its [metrics](metrics.md)',
      allowed: 'a host name or an IP address',
    },
    matching(/^[A-Za-z0-9.:_-]{1,253}$/),
  ),
  metricsPort: withDefault(
    {
      variable: 'METRICS_PORT',
      fallback: '0',
      meaning:
        'The first port of the metrics; `0` picks free ports, which are in `run.json` and in the log lines',
      allowed: 'a whole number from 0 to 65535',
    },
    port,
  ),
  metricsToken: optional(
    {
      variable: 'METRICS_TOKEN',
      fallback: 'none: anybody who reaches the port may read the metrics',
      meaning: 'Bearer token that a request for the metrics must have',
      allowed: '16 to 256 visible ASCII characters',
      secret: true,
    },
    matching(/^[\x21-\x7e]{16,256}$/),
  ),
};

/** Settings of the API: where it listens and what it serves. */
export const listening = {
  host: withDefault(
    {
      variable: 'HOST',
      fallback: '127.0.0.1',
      meaning: 'Address on which the API listens',
      allowed: 'a host name or an IP address',
    },
    matching(/^[A-Za-z0-9.:_-]{1,253}$/),
  ),
  port: withDefault(
    {
      variable: 'PORT',
      fallback: '8080',
      meaning: 'Port on which the API listens; `0` picks a free one and prints it',
      allowed: 'a whole number from 0 to 65535',
    },
    port,
  ),
  apiReplicas: withDefault(
    {
      variable: 'API_REPLICAS',
      fallback: '1',
      meaning: 'API processes that share the port',
      allowed: 'a whole number from 1 to 64',
    },
    wholeNumber(1, 64),
  ),
  publicUrl: optional(
    {
      variable: 'PUBLIC_URL',
      fallback: 'from the request',
      meaning: 'Address of the API as callers see it',
      allowed: 'an http:// or https:// URL',
    },
    urlOf('http:', 'https:'),
  ),
  allowInsecureBasic: withDefault(
    {
      variable: 'ALLOW_INSECURE_BASIC',
      fallback: 'false',
      meaning:
        'Accept consumer keys and secrets over plain HTTP (WooPayments); only for local trials',
      allowed: 'true or false',
    },
    flag,
  ),
  shutdownDelaySeconds: withDefault(
    {
      variable: 'SHUTDOWN_DELAY_SECONDS',
      fallback: '0',
      meaning:
        'Time for which an API that was asked to stop still serves requests, while it reports that it is not ready',
      allowed: 'a whole number from 0 to 300',
    },
    wholeNumber(0, 300),
  ),
  trustedProxies: optional(
    {
      variable: 'TRUSTED_PROXIES',
      fallback: 'none',
      meaning: 'Proxies in front of the API whose `X-Forwarded-For` is trusted to name the caller',
      allowed: 'addresses, ranges as 10.0.0.0/8, loopback, linklocal, uniquelocal, comma separated',
    },
    proxies,
  ),
  apiDocs: withDefault(
    {
      variable: 'API_DOCS',
      fallback: 'on',
      meaning: 'Whether the API serves its description: `/docs`, `/openapi.yaml`, `/openapi.json`',
      allowed: 'on or off',
    },
    oneOf('on', 'off'),
  ),
  console: withDefault(
    {
      variable: 'CONSOLE',
      fallback: 'on',
      meaning:
        'Whether the API serves the [console](console.md) at `/console`, and sends browsers there from `/`',
      allowed: 'on or off',
    },
    oneOf('on', 'off'),
  ),
};
