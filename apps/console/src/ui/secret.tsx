import { useState } from 'react';
import { Notice } from './notice.js';

interface SecretProps {
  readonly name: string;
  readonly value: string;
}

/**
 * Shows a new secret. The API sends it only once, so the user must copy it before closing the
 * dialogue.
 */
export const Secret = ({ name, value }: SecretProps) => {
  const [isCopied, setIsCopied] = useState(false);
  // `navigator.clipboard` is undefined on pages that were not loaded over https.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  const copy = (): void => {
    clipboard?.writeText(value).then(
      () => setIsCopied(true),
      () => setIsCopied(false),
    );
  };
  return (
    <Notice tone="good" title={`${name}: shown only once`}>
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
        <span className="soft small">Store it now: the ledger cannot show it again.</span>
      </p>
    </Notice>
  );
};
