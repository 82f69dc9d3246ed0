import { PageHead } from '../../ui/page-head.js';
import { ScopeNeeded } from '../../ui/scope-needed.js';
import { ClientsPanel } from './clients-panel.js';
import { ErasePanel } from './erase-panel.js';
import { StoresPanel } from './stores-panel.js';

export const AdministrationPage = () => (
  <>
    <PageHead title="Administration" />
    <ScopeNeeded scope="admin" what="Administration">
      <StoresPanel />
      <ClientsPanel />
      <ErasePanel />
    </ScopeNeeded>
  </>
);
