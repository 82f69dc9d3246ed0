import { Text } from '../fields/text.js';
import { PageQuery } from '../requests/page.query.js';

/** Which entries of the audit trail. */
export class ActionsQuery extends PageQuery {
  @Text({ optional: true, description: 'By this client, or `operator`', example: 'demo' })
  readonly by?: string;

  @Text({
    optional: true,
    description: 'Whose action begins so, without regard to case',
    example: 'POST /v1/clients',
  })
  readonly action?: string;
}
