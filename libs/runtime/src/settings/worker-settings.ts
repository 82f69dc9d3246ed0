import { flag, wholeNumber } from './readers.js';
import { withDefault } from './setting.js';

/** Webhooks (docs/webhooks.md). */
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
      meaning: 'Webhook deliveries that were made, or given up, so many days ago are deleted',
      allowed: 'a whole number from 1 to 3650',
    },
    wholeNumber(1, 3_650),
  ),
};

/** Seals over the log (docs/audit.md). */
export const evidence = {
  sealEvents: withDefault(
    {
      variable: 'SEAL_EVENTS',
      fallback: '10000',
      meaning: 'After so many events the worker seals the log (docs/audit.md)',
      allowed: 'a whole number from 1 to 1000000',
    },
    wholeNumber(1, 1_000_000),
  ),
  sealSeconds: withDefault(
    {
      variable: 'SEAL_SECONDS',
      fallback: '3600',
      meaning: 'After so many seconds the worker seals what is new in the log, however little',
      allowed: 'a whole number from 1 to 86400',
    },
    wholeNumber(1, 86_400),
  ),
};
