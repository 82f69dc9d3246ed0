/** The position before every event: where a follower of an empty log stands. */
export const beforeTheLog = -1n;
