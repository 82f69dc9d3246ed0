import { ApiProperty } from '@nestjs/swagger';

export class VatShareResponse {
  @ApiProperty({ description: 'Per cent', example: 25 })
  vatRate!: number;

  @ApiProperty({ description: 'VAT included', example: 9500 })
  gross!: number;

  @ApiProperty({ example: 1900 })
  vat!: number;
}

/** The figures that a settlement stated before they were corrected. */
export class FiguresResponse {
  @ApiProperty()
  ingoingBalance!: number;

  @ApiProperty()
  captured!: number;

  @ApiProperty({ description: 'Above zero' })
  refunded!: number;

  @ApiProperty()
  fees!: number;

  @ApiProperty()
  total!: number;

  @ApiProperty({ type: [VatShareResponse] })
  vat!: readonly VatShareResponse[];

  @ApiProperty()
  lines!: number;

  @ApiProperty()
  linesSha256!: string;
}

/** A statement was not what the log says, and was corrected. */
export class CorrectionResponse {
  @ApiProperty({ type: FiguresResponse, description: 'What had been stated' })
  stated!: FiguresResponse;

  @ApiProperty({ example: 'the read model had been changed when it was stated' })
  reason!: string;

  @ApiProperty({ description: "A client's id, or `operator`", example: 'demo' })
  correctedBy!: string;

  @ApiProperty({ format: 'date-time' })
  correctedAt!: string;
}
