import { isUuid } from '#ledger';
import { WrongUsage } from '../wrong-usage.js';

/** The id of a webhook or of a delivery, in lower case. */
export const assertWebhookId = (id: string): string => {
  if (!isUuid(id)) throw new WrongUsage(`"${id}" is no UUID`);
  return id.toLowerCase();
};
