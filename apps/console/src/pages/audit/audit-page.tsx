import './audit.css';
import { PageHead } from '../../ui/page-head.js';
import { Panel } from '../../ui/panel.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { OfflineHelp } from './offline-help.js';
import { SealsPanel } from './seals-panel.js';
import { VerificationPanel } from './verification-panel.js';

export const AuditPage = () => (
  <>
    <PageHead title="Audit" />
    <ScopeNeeded scope="audit:read" what="Evidence">
      <div className="columns wide-first">
        <VerificationPanel />
        <Panel title="Verify without this server">
          <OfflineHelp />
        </Panel>
      </div>
      <SealsPanel />
    </ScopeNeeded>
  </>
);
