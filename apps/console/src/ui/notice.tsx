import type { ReactNode } from 'react';
import { ApiProblem } from '../api/problem.js';

interface NoticeProps {
  readonly tone?: 'plain' | 'good' | 'warn' | 'bad';
  readonly title?: string;
  readonly children?: ReactNode;
}

export const Notice = ({ tone = 'plain', title, children }: NoticeProps) => (
  <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    {title !== undefined && <p className="title">{title}</p>}
    {children}
  </div>
);

interface FaultProps {
  readonly error: Error;
  readonly title?: string;
  readonly onRetry?: () => void;
}

/**
 * Shows an error. For an error from the API these are the API's message, its code, and the id under
 * which the request appears in the API's log.
 */
export const Fault = ({ error, title, onRetry }: FaultProps) => (
  <Notice tone="bad" {...(title !== undefined && { title })}>
    <p>{error.message}</p>
    {error instanceof ApiProblem && <Details problem={error} />}
    {onRetry !== undefined && (
      <p>
        <button className="button" type="button" onClick={onRetry}>
          Try again
        </button>
      </p>
    )}
  </Notice>
);

const Details = ({ problem }: { problem: ApiProblem }) => (
  <>
    {problem.violations.map((text) => (
      <p key={text}>{text}</p>
    ))}
    {problem.code !== undefined && (
      <p className="soft small">
        <span className="mono">{problem.code}</span>
        {problem.correlationId !== undefined && (
          <>
            {' '}
            · request <span className="mono">{problem.correlationId}</span>
          </>
        )}
      </p>
    )}
  </>
);
