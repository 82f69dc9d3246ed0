/** The rebuild was given up; the read models are as they were. */
export class RebuildStalled extends Error {
  override readonly name = 'RebuildStalled';

  constructor(position: bigint) {
    super(
      `Nothing of the log came for long behind position ${position}: is the event store there?`,
    );
  }
}
