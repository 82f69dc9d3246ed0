import { reportGroups } from '#read-models';
import type { ReportGroup } from '#read-models';
import { field } from '../fields/field.js';
import { Identifier } from '../fields/identifier.js';
import { Instant } from '../fields/instant.js';
import { QueryNumber } from '../fields/query-number.js';
import { Text } from '../fields/text.js';
import { PageQuery } from '../requests/page.query.js';
import { Currency } from '../settlements/settlement.request.js';

export const groupsOf = (text: string): ReportGroup[] => {
  const names = text.split(',').map((name) => name.trim());
  return reportGroups.filter((group) => names.includes(group));
};

/** Each name once. */
const isGrouping = (value: unknown): boolean =>
  typeof value === 'string' && groupsOf(value).length === value.split(',').length;

/** The parameters of `GET /v1/reports/captures`. */
export class CaptureReportQuery {
  @field(
    {
      accepts: isGrouping,
      message: `must be different ones of ${reportGroups.join(', ')}, comma separated`,
      schema: { type: 'string' },
    },
    { optional: true, description: 'currency if left out', example: 'day,store' },
  )
  readonly groupBy?: string;

  @Identifier({ optional: true })
  readonly store?: string;

  @Currency('Only what is in it')
  readonly currency?: string;

  @Instant({ optional: true, description: 'Settled then or later' })
  readonly settledFrom?: string;

  @Instant({ optional: true, description: 'Settled before' })
  readonly settledBefore?: string;

  @Text({ optional: true, description: 'Wait for this position' })
  readonly position?: string;
}

/** The parameters of `GET /v1/reports/captures/unsettled`. */
export class UnsettledCapturesQuery extends PageQuery {
  @Identifier({ optional: true })
  readonly store?: string;

  @QueryNumber({
    least: 0,
    most: 9_999,
    description: 'Requested captures are listed when they are older, in hours; 24 if left out',
  })
  readonly openHours?: string;

  @Text({ optional: true, description: 'Wait for this position' })
  readonly position?: string;
}
