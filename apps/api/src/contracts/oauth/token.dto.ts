import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** The form of a token request, for the API's description. */
export class TokenRequestDto {
  @ApiProperty({ enum: ['client_credentials'] })
  grant_type!: string;

  @ApiPropertyOptional({ description: 'Unless HTTP Basic authentication is used', example: 'demo' })
  client_id?: string;

  @ApiPropertyOptional({ description: 'Unless HTTP Basic authentication is used' })
  client_secret?: string;

  @ApiPropertyOptional({ description: 'Any value: a token has all scopes of its client' })
  scope?: string;
}

export class TokenDto {
  @ApiProperty({ enum: ['Bearer'] })
  token_type!: 'Bearer';

  @ApiProperty({ description: 'Seconds', example: 3599 })
  expires_in!: number;

  @ApiProperty({ description: 'Seconds', example: 3599 })
  ext_expires_in!: number;

  @ApiProperty({ description: 'A signed JWT' })
  access_token!: string;
}

export class TokenErrorDto {
  @ApiProperty({ example: 'invalid_client' })
  error!: string;

  @ApiProperty()
  error_description!: string;
}
