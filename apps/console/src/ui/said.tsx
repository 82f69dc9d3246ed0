/** Texts up to this length stand on one line; longer ones are broken where they must be. */
const lineMax = 20;

interface SaidProps {
  readonly text: string | undefined;
  /** References, ids and hashes. */
  readonly mono?: boolean;
}

/**
 * A text that a caller wrote. It is isolated from the text around it, so that characters in it
 * which change the direction of writing change only this text, and never an amount beside it.
 */
export const Said = ({ text, mono = false }: SaidProps) => {
  if (text === undefined || text === '') return null;
  const names = [mono ? 'mono' : '', text.length <= lineMax ? 'nowrap' : ''].join(' ').trim();
  return <bdi {...(names !== '' && { className: names })}>{text}</bdi>;
};
