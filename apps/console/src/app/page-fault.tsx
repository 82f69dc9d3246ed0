import { Link, useRouteError } from 'react-router';
import { Fault, Notice } from '../ui/notice.js';
import { PageHead } from '../ui/page-head.js';

export const NotFoundPage = () => (
  <>
    <PageHead title="There is no such page" />
    <Notice>
      <p>
        <Link to="/">Begin at the start</Link>
      </p>
    </Notice>
  </>
);

/** A page that could not be shown; the others still can. */
export const PageFault = () => {
  const error = useRouteError();
  return (
    <>
      <PageHead title="This page could not be shown" />
      <Fault error={error instanceof Error ? error : new Error(String(error))} />
      <p>
        <button className="button" type="button" onClick={() => location.reload()}>
          Load the console again
        </button>{' '}
        <span className="soft">Then sign in again: the token is kept in memory only.</span>
      </p>
    </>
  );
};
