/** 285.00, the order of the contract pages; minor units. */
export const orderTotal = 28_500;
/** 100.00 of it, captured by amount. */
export const partAmount = 10_000;
/** 10,000,000.00: an order that takes any number of small captures. */
export const largeTotal = 1_000_000_000;
