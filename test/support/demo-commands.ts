/** The commands that `npm start` prints, each ready for a shell. */
export interface DemoCommands {
  readonly token: string;
  readonly capture: string;
  readonly show: string;
}

export const demoCommands = (output: string): DemoCommands => {
  const [, block = ''] = output.split('The capture ledger is ready.');
  const [body = ''] = block.split('Ctrl-C stops everything in order.');
  const [, token, capture, show] = body.split(/^# .*$/m);
  if (token === undefined || capture === undefined || show === undefined) {
    throw new Error(`Not all commands were printed:\n${output}`);
  }
  return { token, capture, show };
};
