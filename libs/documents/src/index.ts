export { issuerOf, type IssuingStore } from './printed-values.js';
export { statementPdf } from './statement/statement-pdf.js';
export type { SettlementStatement, StatedView } from './statement/statement.js';
export {
  eventFacts,
  type EventFacts,
  type EventRow,
  type OrderStory,
  type StoryEvent,
  buyerOf,
} from './story/order-story.js';
export { storyPdf } from './story/story-pdf.js';
