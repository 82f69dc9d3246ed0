import { Text } from '../fields/text.js';
import { PageQuery } from './page.query.js';

/** The parameters of a list that belongs to one order. */
export class ListQuery extends PageQuery {
  @Text({ optional: true, description: 'Wait until the read model has reached this position' })
  readonly position?: string;
}
