import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';

interface PageHeadProps {
  readonly title: string;
  /** Shown after the title on the same line. */
  readonly beside?: ReactNode;
  /** The link back to the list from which the page was opened. */
  readonly from?: { readonly to: string; readonly name: string };
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** The head of a page. The title is also shown on the browser's tab. */
export const PageHead = ({ title, beside, from, actions, children }: PageHeadProps) => {
  useEffect(() => {
    document.title = `${title} · Capture ledger`;
  }, [title]);
  return (
    <div className="page-head">
      <div>
        {from !== undefined && (
          <p className="crumb">
            <Link to={from.to}>{from.name}</Link>
          </p>
        )}
        <div className="title-line">
          <h1>
            <bdi>{title}</bdi>
          </h1>
          {beside}
        </div>
        {children}
      </div>
      {actions !== undefined && <div className="actions">{actions}</div>}
    </div>
  );
};
