import { Text } from '../fields/text.js';

/** The parameter of a read that can wait; `WaitForPosition` reads it. */
export class PositionQuery {
  @Text({ optional: true, description: 'Wait until the read model has reached this position' })
  readonly position?: string;
}
