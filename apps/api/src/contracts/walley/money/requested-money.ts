import type { CaptureItem, MoneyRequest, RequestedAmount } from '#ledger';
import type { WireDecimal } from '../../../contract-kit/body/fields.js';
import { walleyDecimal } from '../walley-decimal.js';
import { walleyNumber } from '../walley-number.js';
import { typeMember, type ItemDto } from './item.dto.js';
import type { MoneyDto } from './money.dto.js';

/** Stays an exact decimal: whether it fits depends on the order's currency and is checked in the domain. */
const amountOf = (wire: WireDecimal): RequestedAmount => ({
  unit: 'major',
  value: walleyDecimal(wire),
});

const isGiven = (text: string | undefined): text is string =>
  text !== undefined && text.trim() !== '';

const itemOf = ({ id, description, unitPrice, quantity, vat, type }: ItemDto): CaptureItem => ({
  ...(isGiven(id) && { articleNumber: id }),
  ...(isGiven(description) && { description }),
  unitPrice: amountOf(unitPrice),
  quantity: walleyNumber(quantity),
  ...(vat !== undefined && { vatRate: walleyNumber(vat) }),
  ...typeMember(type),
});

/** The body of a Walley request about money in the ledger's words. A blank text is the same as none. */
export const requestedMoney = (
  body: Pick<MoneyDto, keyof MoneyDto> & { readonly description?: string },
): MoneyRequest => ({
  amount: amountOf(body.amount),
  items: (body.items ?? []).map(itemOf),
  ...(body.description !== undefined && { description: body.description }),
  ...(isGiven(body.actionReference) && { reference: body.actionReference }),
});
