/** The bytes are not a JSON text that we read; `message` says why, in words fit for the caller. */
export class MalformedJson extends Error {
  override readonly name = 'MalformedJson';
}
