/** The read models are empty or partly filled and no worker fills them; one that starts goes on from there. */
export class RebuildStalled extends Error {
  override readonly name = 'RebuildStalled';

  constructor(position: bigint) {
    super(`The read models stand still at position ${position}: is the event store there?`);
  }
}
