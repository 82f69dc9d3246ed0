import type { Instant } from './order-events.js';

const defaultLifeMs = 90 * 24 * 60 * 60 * 1_000;

/** When an order expires unless it says otherwise: 90 days later (domain.md, "Order"). */
export const afterDefaultLife = (at: Instant): Instant =>
  new Date(Date.parse(at) + defaultLifeMs).toISOString();
