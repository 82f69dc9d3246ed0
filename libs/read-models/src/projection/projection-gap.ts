/**
 * A page does not join on to what is applied: the read models were reset meanwhile, or events are missing. Nothing of
 * the page was applied; whoever projects starts again from the checkpoint.
 */
export class ProjectionGap extends Error {
  override readonly name = 'ProjectionGap';
}
