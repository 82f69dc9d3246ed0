import type { LogResult } from '../../api/types.js';
import { Notice } from '../../ui/notice.js';
import { counted } from '../../ui/values.js';

const verdicts = {
  holds: ['good', 'Everything holds'],
  'not sealed': ['warn', 'Nothing was found, but nothing is sealed either'],
  empty: ['warn', 'There is nothing to verify'],
  findings: ['bad', 'Not everything holds'],
} as const;

/** Shows whether the log passed the verification, what was found, and what this result proves. */
export const VerificationResult = ({ result }: { result: LogResult }) => {
  const [tone, title] = verdicts[result.verdict];
  const [first] = result.findings;
  return (
    <>
      <Notice tone={tone} title={title}>
        <p>
          {counted(result.events, 'event')} of {counted(result.orders, 'order')} up to position{' '}
          {result.position}; {counted(result.seals, 'seal')},{' '}
          {counted(result.unsealedEvents, 'event')} after the last seal.
        </p>
        {first !== undefined && (
          <p className="strong">
            {counted(result.findingsCount, 'finding')}. The first: {first.kind}
            {first.position !== undefined && ` at position ${first.position}`}
          </p>
        )}
      </Notice>
      <Findings result={result} />
      <Texts title="Proved" texts={result.proved} className="proofs" />
      <Texts title="Not proved" texts={result.notProved} className="proofs not" />
      <Texts title="Warnings" texts={result.warnings} className="proofs not" />
      {result.lastSeal !== undefined && (
        <p className="small">
          <span className="soft">Hash of the last seal, to be kept outside the ledger: </span>
          <span className="mono">{result.lastSeal}</span>
        </p>
      )}
    </>
  );
};

const Findings = ({ result: { findings } }: { result: LogResult }) =>
  findings.length === 0 ? null : (
    <ol className="proofs not">
      {findings.map(({ kind, position, stream, revision, detail }, at) => (
        <li key={at}>
          <span className="strong">{kind}</span>
          {position !== undefined && ` at position ${position}`}
          {stream !== undefined && (
            <>
              {' '}
              in <span className="mono">{stream}</span>
            </>
          )}
          {revision !== undefined && `, revision ${revision}`}
          {detail !== undefined && `: ${detail}`}
        </li>
      ))}
    </ol>
  );

interface TextsProps {
  readonly title: string;
  readonly texts: readonly string[];
  readonly className: string;
}

const Texts = ({ title, texts, className }: TextsProps) =>
  texts.length === 0 ? null : (
    <div>
      <h3>{title}</h3>
      <ul className={className}>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
