import { useState } from 'react';
import { Notice } from './notice.js';

interface SecretProps {
  readonly name: string;
  readonly value: string;
}

/** A secret that the API shows only once. The page forgets it when the dialogue is closed. */
export const Secret = ({ name, value }: SecretProps) => {
  const [isCopied, setIsCopied] = useState(false);
  // Browsers have no clipboard for pages that did not come over https.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  const copy = (): void => {
    clipboard?.writeText(value).then(
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
        {clipboard !== undefined && (
          <>
            <button className="button" type="button" onClick={copy}>
              {isCopied ? 'Copied' : 'Copy'}
            </button>{' '}
          </>
        )}
        <span className="soft small">Keep it now: the ledger stores only what it needs.</span>
      </p>
    </Notice>
  );
};
