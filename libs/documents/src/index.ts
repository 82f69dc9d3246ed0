export { issuerOf } from './issuer.js';
export type { IssuingStore } from './issuer.js';
export { statementPdf } from './statement/statement-pdf.js';
export type { Statement, StatedView } from './statement/statement.js';
