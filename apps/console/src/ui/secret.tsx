import { useState } from 'react';
import { Notice } from './notice.js';

interface SecretProps {
  readonly name: string;
  readonly value: string;
}

/**
 * A secret that the API gives out once. This page has it in memory until the dialogue is closed.
 */
export const Secret = ({ name, value }: SecretProps) => {
  const [isCopied, setIsCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(value).then(
      () => setIsCopied(true),
      () => setIsCopied(false),
    );
  };
  return (
    <Notice tone="good" title={`${name}: shown this once`}>
      <p>
        <code data-secret={name}>{value}</code>
      </p>
      <p>
        <button className="button" type="button" onClick={copy}>
          {isCopied ? 'Copied' : 'Copy'}
        </button>{' '}
        <span className="soft small">Keep it now: the ledger stores only what it needs.</span>
      </p>
    </Notice>
  );
};
