import type { ReactNode } from 'react';
import type { Scope } from '../api/types.js';
import { useSession } from '../session/session.js';
import { Notice } from './notice.js';
import { PageHead } from './page-head.js';
import { Said } from './values.js';

interface ScopeNeededProps {
  readonly scope: Scope;
  /** The name of the content that needs the scope, such as "Orders". */
  readonly what: string;
  /**
   * The title of the page if the scope is missing. Absent if only a part of the page needs the
   * scope.
   */
  readonly title?: string;
  readonly children: ReactNode;
}

/**
 * Shows the content to a client that has the scope. Any other client sees which scope is missing.
 */
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
          client with the scope <span className="mono">{scope}</span> sees this page; an
          administrator can create such a client.
        </p>
      </Notice>
    </>
  );
};
