export { issuerOf } from './issuer.js';
export type { IssuingStore } from './issuer.js';
export { statementPdf } from './statement/statement-pdf.js';
export type { Statement, StatedView } from './statement/statement.js';
export { eventFacts } from './story/event-facts.js';
export type { EventFacts, EventRow } from './story/event-facts.js';
export type { OrderStory, StoryEvent } from './story/order-story.js';
export { storyPdf } from './story/story-pdf.js';
export { buyerOf } from './story/buyer.js';
