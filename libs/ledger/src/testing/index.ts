export * from './amounts.js';
export * from './commands.js';
export * from './cpu-time.js';
export * from './demo-order.js';
export * from './given.js';
export * from './history.js';
export * from './later-commands.js';
export * from './test-order-ids.js';
