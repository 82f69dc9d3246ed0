/**
 * Reads the effect of a command that was accepted; `undefined` if it cannot be read yet. That is no
 * failure of the command: somebody who took it for one would send it again under another key.
 */
export const readAfterwards = <Read,>(reading: Promise<Read>): Promise<Read | undefined> =>
  reading.catch(() => undefined);

/** The outcome of a command whose effect cannot be read yet. */
export const NotShownYet = () => (
  <p>
    The log has it. This page cannot show it yet: do not send it again, but look a moment later.
  </p>
);
