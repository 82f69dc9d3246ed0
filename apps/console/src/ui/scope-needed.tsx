import type { ReactNode } from 'react';
import type { Scope } from '../api/types.js';
import { useSession } from '../session/session.js';
import { Notice } from './notice.js';
import { PageHead } from './page-head.js';
import { Said } from './values.js';

interface ScopeNeededProps {
  readonly scope: Scope;
  /** The part of the page that needs the scope: "Orders". */
  readonly what: string;
  /** Shown as the title of the page if the scope is missing. */
  readonly title?: string;
  readonly children: ReactNode;
}

/** Shows its children to clients with the scope. Other clients see which scope is missing. */
export const ScopeNeeded = ({ scope, what, title, children }: ScopeNeededProps) => {
  const { clientId, scopes } = useSession();
  if (scopes.includes(scope)) return children;
  return (
    <>
      {title !== undefined && <PageHead title={title} />}
      <Notice tone="warn" title={`${what}: the scope ${scope} is missing`}>
        <p>
          The client <Said text={clientId} mono /> has{' '}
          {scopes.length === 0 ? 'no scope' : <span className="mono">{scopes.join(', ')}</span>}. A
          client with the scope <span className="mono">{scope}</span> sees this; an administrator
          can make one.
        </p>
      </Notice>
    </>
  );
};
