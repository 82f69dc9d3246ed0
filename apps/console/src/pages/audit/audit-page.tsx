import './audit.css';
import { useCallback, useState } from 'react';
import { PageHead } from '../../ui/page-head.js';
import { Panel } from '../../ui/panel.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { OfflineHelp } from './offline-help.js';
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
