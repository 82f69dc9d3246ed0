/** The directory holds data of a format that this node does not know. */
export class UnknownFormat extends Error {
  override readonly name = 'UnknownFormat';
}
