import { Matching } from '../fields/text.js';
import { PersonalText } from '../fields/personal-text.js';

/** A postal address of a customer (ledger.md, "Customer"). */
export class AddressRequest {
  @PersonalText({ most: 256, example: 'Storgatan 1' })
  readonly line1?: string;

  @PersonalText({ most: 256, example: 'lgh 1101' })
  readonly line2?: string;

  @PersonalText({ most: 256, example: 'c/o Berg' })
  readonly careOf?: string;

  @PersonalText({ most: 32, example: '111 22' })
  readonly postalCode?: string;

  @PersonalText({ most: 128, example: 'Stockholm' })
  readonly city?: string;

  @PersonalText({ most: 128, example: 'Stockholms län' })
  readonly region?: string;

  @Matching(/^[A-Z]{2}$/, {
    mustBe: 'an ISO 3166-1 code of two capital letters',
    optional: true,
    example: 'SE',
  })
  readonly countryCode?: string;
}
