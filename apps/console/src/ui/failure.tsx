import { Said } from './said.js';

interface FailureProps {
  /** The gateway's code and text, of what failed. */
  readonly failure: { readonly code?: string; readonly reason: string } | undefined;
}

/** The gateway's reason for refusing a capture or a refund, in its own words. */
export const Failure = ({ failure }: FailureProps) =>
  failure === undefined ? null : (
    <span className="failure">
      <Said text={failure.reason} /> <Said text={failure.code} mono />
    </span>
  );
