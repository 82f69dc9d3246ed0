import type { Accepted } from '../../../contract-kit/executed.js';

/** The body of a success, and whether a former request has had this effect already. */
export interface WooAnswer<Body> {
  readonly body: Body;
  /** The former request, as `markReplayed` takes it. */
  readonly repeated?: Pick<Accepted, 'correlationId'>;
}

/** The answer to a command that was executed. */
export const answerTo = <Body>(body: Body, accepted: Accepted): WooAnswer<Body> =>
  accepted.replayed ? { body, repeated: accepted } : { body };
