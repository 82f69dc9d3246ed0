import { ApiProperty } from '@nestjs/swagger';
import { currencyDecimals } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';

/**
 * The currency of an answer's amounts, and how a shop front end shall show them. The amounts
 * themselves are in minor units.
 */
export class ShopCurrencyDto {
  @ApiProperty({ example: 'SEK' })
  currency_code!: string;

  @ApiProperty({ example: 'kr' })
  currency_symbol!: string;

  @ApiProperty({ example: 2 })
  currency_minor_unit!: number;

  @ApiProperty({ example: '.' })
  currency_decimal_separator!: string;

  @ApiProperty({ example: ',' })
  currency_thousand_separator!: string;

  @ApiProperty({ example: 'kr' })
  currency_prefix!: string;

  @ApiProperty({ example: '' })
  currency_suffix!: string;
}

const symbolOf = (currency: string): string => {
  const format = new Intl.NumberFormat('en', {
    ...{ style: 'currency', currency, currencyDisplay: 'narrowSymbol' },
  });
  return format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency;
};

export const shopCurrency = (currency: string): Plain<ShopCurrencyDto> => {
  const symbol = symbolOf(currency);
  return {
    currency_code: currency,
    currency_symbol: symbol,
    currency_minor_unit: currencyDecimals(currency),
    currency_decimal_separator: '.',
    currency_thousand_separator: ',',
    currency_prefix: symbol,
    currency_suffix: '',
  };
};
