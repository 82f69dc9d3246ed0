/**
 * The id of an event: the first bits of its chain value as a UUID of version 8 (RFC 9562, 5.8). So it names the event's
 * whole content, since the chain value covers that and everything before it. The store takes an append whose ids it
 * already holds for a repetition and acknowledges it without writing: with these ids that is said only of an append
 * that equals the stored one to the last byte. So an acknowledged append always leaves the log as this process decided
 * it (docs/decisions/0006).
 *
 * `chain` is the hex SHA-256 that `linkOf` gives.
 */
export const eventIdOf = (chain: string): string => {
  const part = (from: number, to: number): string => chain.slice(from, to);
  // Two bits of the variant; the other two of its digit are the chain's.
  const variant = variants[parseInt(part(16, 17), 16) % variants.length] ?? '8';
  return `${part(0, 8)}-${part(8, 12)}-8${part(13, 16)}-${variant}${part(17, 20)}-${part(20, 32)}`;
};

const variants = ['8', '9', 'a', 'b'];
