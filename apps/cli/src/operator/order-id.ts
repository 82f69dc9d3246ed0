import { isUuid } from '#ledger';
import { WrongUsage } from '../wrong-usage.js';

/** An order id as the command line gives it. */
export const orderIdFrom = (text: string): string => {
  if (!isUuid(text)) throw new WrongUsage(`"${text}" is no order id (a UUID)`);
  return text.toLowerCase();
};
