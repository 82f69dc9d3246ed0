import { Matching } from '../fields/text.js';

const hoursDefault = 24;

/** The parameter of `POST /v1/webhooks/{id}/secret`. */
export class SecretQuery {
  @Matching(/^(?:\d|[1-9]\d|1[0-5]\d|16[0-8])$/, {
    mustBe: 'a whole number from 0 to 168',
    optional: true,
    description: `So many hours, 0 to 168, the secret before signs as well; ${hoursDefault} if left out`,
  })
  readonly keepFormerHours?: string;
}

export const keepFormerHoursOf = ({ keepFormerHours }: SecretQuery): number =>
  keepFormerHours === undefined ? hoursDefault : Number(keepFormerHours);
