import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Unsettled } from '#read-models';
import { OneOf, Text } from '../../../contract-kit/body/fields.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { Identifier } from '../fields/names.js';
import { QueryNumber } from '../fields/numbers.js';
import { FailureResponse, failureResponse } from '../orders/payment.response.js';
import { PageQuery } from '../requests/pages.js';

/** The parameters of `GET /v1/reports/captures/unsettled` and `/v1/reports/refunds/unsettled`. */
export class UnsettledActionsQuery extends PageQuery {
  @Identifier({ optional: true })
  readonly store?: string;

  @QueryNumber({
    least: 0,
    most: 9_999,
    description:
      'Requested captures or refunds are listed if they are older than this number of hours; 24 if left out',
  })
  readonly openHours?: string;

  @OneOf(['oldest', 'newest'], { optional: true, description: 'oldest if left out' })
  readonly first?: 'oldest' | 'newest';

  @Text({ optional: true, description: 'Wait until the read model has reached this position' })
  readonly position?: string;
}

class UnsettledActionResponse {
  @ApiProperty({ format: 'uuid' })
  orderId!: string;

  @ApiProperty({ example: '1001' })
  orderNumber!: string;

  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiProperty({ enum: ['requested', 'failed'] })
  status!: 'requested' | 'failed';

  @ApiProperty({ example: 9500 })
  amount!: number;

  @ApiProperty()
  description!: string;

  @ApiPropertyOptional()
  reference?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'With the status `failed`' })
  failedAt?: string;

  @ApiPropertyOptional({ type: FailureResponse, description: 'With the status `failed`' })
  failure?: FailureResponse;
}

/** A capture that failed or is still open. */
export class UnsettledCaptureResponse extends UnsettledActionResponse {
  @ApiProperty({ format: 'uuid' })
  captureId!: string;

  @ApiProperty({ format: 'date-time' })
  capturedAt!: string;
}

/** A refund that failed or is still open. */
export class UnsettledRefundResponse extends UnsettledActionResponse {
  @ApiProperty({ format: 'uuid' })
  refundId!: string;

  @ApiProperty({ format: 'date-time' })
  refundedAt!: string;
}

const action = ({ storeId, failure, ...row }: Omit<Unsettled, 'id' | 'requestedAt'>) => ({
  store: storeId,
  ...row,
  ...(failure && { failure: failureResponse(failure) }),
});

export const unsettledCaptureResponse = ({
  id: captureId,
  requestedAt: capturedAt,
  ...row
}: Unsettled): Plain<UnsettledCaptureResponse> => ({ captureId, ...action(row), capturedAt });

export const unsettledRefundResponse = ({
  id: refundId,
  requestedAt: refundedAt,
  ...row
}: Unsettled): Plain<UnsettledRefundResponse> => ({ refundId, ...action(row), refundedAt });
