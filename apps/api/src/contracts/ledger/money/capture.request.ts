import type { RequestedCapture } from '../../../commands/capture-command.js';
import { shapeError } from '../../../contract-kit/http-error.js';
import { Flag } from '../fields/field.js';
import { FreeText } from '../fields/text.js';
import { MoneyBody, moneyOf } from './money.request.js';

/** The body of `POST /v1/orders/{id}/captures`. */
export class CaptureRequest extends MoneyBody {
  @Flag({ optional: true, description: 'Capture the items as given, without matching them' })
  readonly replaceItems?: boolean;

  @FreeText({ optional: true, description: 'At most 50 characters; `Capture` if blank' })
  readonly description?: string;

  @Flag({ optional: true, description: 'Give up what is left after this capture' })
  readonly final?: boolean;
}

/** @throws HttpError 400 for replaceItems without items */
export const captureContent = (request: CaptureRequest): RequestedCapture => {
  const { items = [], replaceItems = false, final = false } = request;
  if (replaceItems && items.length === 0) {
    throw shapeError([
      { path: ['items'], message: 'must have an entry when replaceItems is true' },
    ]);
  }
  return { ...moneyOf(request), replaceItems, ...(final && { final }) };
};

/** Bodies of captures, for the API's description. */
export const captureExamples = {
  everything: { summary: 'All that is left', value: { amount: 28500 } },
  rows: {
    summary: 'Some rows',
    value: {
      amount: 9500,
      items: [{ articleNumber: '10001', unitPrice: 9500, quantity: 1 }],
      description: 'First parcel',
      reference: 'ship-1',
    },
  },
  amount: { summary: 'An amount (B2C)', value: { amount: 10000, description: 'Part delivery' } },
  replacing: {
    summary: 'Rows as given, whatever the order says',
    value: {
      amount: 10000,
      replaceItems: true,
      items: [{ description: 'Bundle', unitPrice: 10000, quantity: 1, vatRate: 25 }],
    },
  },
};
