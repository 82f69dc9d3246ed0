import { ApiProperty } from '@nestjs/swagger';

/** Why an object may come without members. */
export const noneKnown = 'Without members if nothing is known, or if it was erased';

/** Not required: objects come with all of their members or with none. */
const text = (example: string) =>
  ({ type: String, nullable: true, required: false, example }) as const;

export class WalleyCustomerDto {
  @ApiProperty({ enum: ['Person', 'Company'], required: false })
  type!: string;

  @ApiProperty(text('Anna Lind'))
  name!: string | null;

  @ApiProperty(text('Anna'))
  firstName!: string | null;

  @ApiProperty(text('Lind'))
  lastName!: string | null;

  @ApiProperty({ ...text('c-1001'), description: "The store's own number" })
  customerNumber!: string | null;

  @ApiProperty(text('SE'))
  countryCode!: string | null;

  @ApiProperty(text('c/o Berg'))
  coAddress!: string | null;

  @ApiProperty(text('Storgatan 1'))
  addressLine1!: string | null;

  @ApiProperty(text('lgh 1101'))
  addressLine2!: string | null;

  @ApiProperty(text('Stockholm'))
  city!: string | null;

  @ApiProperty(text('111 22'))
  postalCode!: string | null;

  @ApiProperty(text('anna@example.com'))
  email!: string | null;

  @ApiProperty(text('+46701234567'))
  mobilePhoneNumber!: string | null;
}

export class WalleyAddressDto {
  @ApiProperty(text('Anna Lind'))
  receiverName!: string | null;

  @ApiProperty(text('c/o Berg'))
  coAddress!: string | null;

  @ApiProperty(text('Storgatan 1'))
  addressLine1!: string | null;

  @ApiProperty(text('lgh 1101'))
  addressLine2!: string | null;

  @ApiProperty(text('111 22'))
  postalCode!: string | null;

  @ApiProperty(text('Stockholm'))
  city!: string | null;

  @ApiProperty(text('SE'))
  countryCode!: string | null;

  @ApiProperty(text('anna@example.com'))
  email!: string | null;

  @ApiProperty(text('+46701234567'))
  mobilePhone!: string | null;
}
