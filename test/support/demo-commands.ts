/**
 * The commands that `npm start` prints for the user to try. Each is a text that a shell can run.
 */
export interface DemoCommands {
  readonly token: string;
  readonly capture: string;
  readonly show: string;
  /**
   * The commands for a card order: register it, present a card at a terminal, capture, show the
   * result.
   */
  readonly card: {
    readonly order: string;
    readonly tap: string;
    readonly capture: string;
    readonly show: string;
  };
}

export const demoCommands = (output: string): DemoCommands => {
  const [, block = ''] = output.split('The capture ledger is ready.');
  const [body = ''] = block.split('Other contracts, with examples:');
  const [, ...commands] = body.split(/^# .*$/m);
  if (commands.length !== 7) throw new Error(`Not all commands were printed:\n${output}`);
  const [token = '', capture = '', show = '', order = '', tap = '', ...ofCard] = commands;
  const [cardCapture = '', cardShow = ''] = ofCard;
  return { token, capture, show, card: { order, tap, capture: cardCapture, show: cardShow } };
};
