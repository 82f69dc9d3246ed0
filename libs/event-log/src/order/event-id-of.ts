import { v5 as uuidV5 } from 'uuid';

/**
 * The id of an event that an action writes. It names the event's whole content, since the chain value covers that and
 * everything before it. The store takes an append whose ids it already holds for a repetition and acknowledges it
 * without writing: with these ids that is said only of an append that equals the stored one to the last byte. So an
 * acknowledged append always leaves the log as this process decided it (docs/decisions/0006).
 *
 * `actionId` must be a UUID.
 */
export const eventIdOf = (actionId: string, chain: string): string => uuidV5(chain, actionId);
