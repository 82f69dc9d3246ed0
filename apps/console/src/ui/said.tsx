/** Texts up to this length stand on one line; longer ones are broken where they must be. */
const lineMax = 20;

interface SaidProps {
  readonly text: string | undefined;
  /** References, ids and hashes. */
  readonly mono?: boolean;
}

/**
 * A text that a caller wrote. It stands apart from what surrounds it, so that marks in it which turn
 * the direction of writing turn nothing else: an amount beside it is read as it is.
 */
export const Said = ({ text, mono = false }: SaidProps) => {
  if (text === undefined || text === '') return null;
  const names = [mono ? 'mono' : '', text.length <= lineMax ? 'nowrap' : ''].join(' ').trim();
  return <bdi {...(names !== '' && { className: names })}>{text}</bdi>;
};
