import { WrongUsage } from '../wrong-usage.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An order id as the command line gives it. */
export const orderIdFrom = (text: string): string => {
  if (!uuid.test(text)) throw new WrongUsage(`"${text}" is no order id (a UUID)`);
  return text.toLowerCase();
};
