import type { ProjectedEvent } from './projected-event.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ids = ['orderId', 'captureId', 'refundId', 'requestId'];
const texts = ['orderNumber', 'storeId', 'currency', 'description', 'reference'];
const instants = ['placedAt', 'expiresAt', 'capturedAt', 'settledAt', 'refundedAt'];

/**
 * Throws for what the tables cannot hold. The log is read as it stands: nobody has looked at an event's fields before, and
 * what PostgreSQL refuses would take the whole page with it.
 */
export const assertStorable = ({ data }: Pick<ProjectedEvent, 'data'>): void => {
  const fields = data as Readonly<Record<string, unknown>>;
  const refuse = (name: string): never => {
    throw new TypeError(`its ${name} is malformed`);
  };
  for (const name of ids) {
    const value = fields[name];
    if (value !== undefined && !(typeof value === 'string' && uuid.test(value))) refuse(name);
  }
  for (const name of texts) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') refuse(name);
  }
  for (const name of instants) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) refuse(name);
  }
};
