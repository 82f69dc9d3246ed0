import { matching, port } from './readers.js';
import { optional, withDefault } from './setting.js';

/** Where the metrics of each process are served (docs/metrics.md). */
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
        'The first of the ports of the metrics; `0` picks free ones, which stand in `run.json` and in the log',
      allowed: 'a whole number from 0 to 65535',
    },
    port,
  ),
  metricsToken: optional(
    {
      variable: 'METRICS_TOKEN',
      fallback: 'none: who reaches the port may read',
      meaning: 'Bearer token that has to be shown for the metrics',
      allowed: '16 to 256 visible ASCII characters',
      secret: true,
    },
    matching(/^[\x21-\x7e]{16,256}$/),
  ),
};
