export { verifyExportHere } from './verify-export-here.js';
export { verifyLogHere } from './verify-log-here.js';
export { verifyOrderHere } from './verify-order-here.js';
