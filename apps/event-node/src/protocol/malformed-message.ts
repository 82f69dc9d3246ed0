/** The bytes are not the message that the protocol says; the caller answers INVALID_ARGUMENT. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}
