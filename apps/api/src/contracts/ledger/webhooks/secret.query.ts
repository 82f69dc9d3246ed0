import { QueryNumber } from '../fields/query-number.js';

const hoursDefault = 24;

/** The parameter of `POST /v1/webhooks/{id}/secret`. */
export class SecretQuery {
  @QueryNumber({
    least: 0,
    most: 168,
    description: `So many hours, 0 to 168, the secret before signs as well; ${hoursDefault} if left out`,
  })
  readonly keepFormerHours?: string;
}

export const keepFormerHoursOf = ({ keepFormerHours }: SecretQuery): number =>
  keepFormerHours === undefined ? hoursDefault : Number(keepFormerHours);
