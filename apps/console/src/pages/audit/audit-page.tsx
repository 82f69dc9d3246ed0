import './audit.css';
import { useCallback, useState } from 'react';
import { PageHead } from '../../ui/page-head.js';
import { Panel } from '../../ui/panel.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { SealsPanel } from './seals-panel.js';
import { sealHashField, VerificationPanel } from './verification-panel.js';

export const AuditPage = () => (
  <>
    <PageHead title="Audit" />
    <ScopeNeeded scope="audit:read" what="Evidence">
      <Evidence />
    </ScopeNeeded>
  </>
);

const Evidence = () => {
  const [sealHash, setSealHash] = useState('');
  const onUse = useCallback((hash: string): void => {
    setSealHash(hash);
    document.getElementById(sealHashField)?.focus();
  }, []);
  return (
    <>
      <div className="columns wide-first">
        <VerificationPanel sealHash={sealHash} onSealHash={setSealHash} />
        <Panel title="Verify without this server">
          <OfflineHelp />
        </Panel>
      </div>
      <SealsPanel onUse={onUse} />
    </>
  );
};

const steps: readonly (readonly [string, string])[] = [
  [
    'Keep the hash of the last seal where nobody of this system can change it: on paper, in a mail, with a notary. Later, everything before it is proved unchanged:',
    'npx ledger verify --seal <hash>',
  ],
  [
    'Export the whole log as files, and keep the hash that the command prints:',
    'npx ledger export ./log',
  ],
  [
    'Verify it anywhere, with nothing else running: no event store, no database, no network, no key:',
    'npx ledger verify --export ./log --seal <hash> --manifest <hash>',
  ],
];

/**
 * Shows commands with which an auditor verifies the log on another computer, so that neither this
 * page nor its server has to be trusted.
 */
const OfflineHelp = () => (
  <div className="commands">
    <p>
      What this page shows is what this server says. These ways do without it; the page{' '}
      <span className="strong">Evidence</span> of the documentation (docs/audit.md) also has 30
      lines of Python that check an export without the ledger’s program.
    </p>
    {steps.map(([text, command]) => (
      <div key={command}>
        <p>{text}</p>
        <code className="command">{command}</code>
      </div>
    ))}
  </div>
);
