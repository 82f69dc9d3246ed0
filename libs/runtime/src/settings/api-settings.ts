import { matching, oneOf, port, proxies, urlOf, wholeNumber } from './readers.js';
import { optional, withDefault } from './setting.js';

/** How the API meets its callers. */
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
      meaning: 'What callers see as the address of the API',
      allowed: 'an http:// or https:// URL',
    },
    urlOf('http:', 'https:'),
  ),
  shutdownDelaySeconds: withDefault(
    {
      variable: 'SHUTDOWN_DELAY_SECONDS',
      fallback: '0',
      meaning:
        'How long an API that was asked to stop still serves, while it says that it is not ready',
      allowed: 'a whole number from 0 to 300',
    },
    wholeNumber(0, 300),
  ),
  trustedProxies: optional(
    {
      variable: 'TRUSTED_PROXIES',
      fallback: 'none',
      meaning: 'Proxies before the API whose `X-Forwarded-For` names the caller',
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
};
