export { statementPdf } from './statement/statement-pdf.js';
export { eventFacts, type EventRow, type OrderStory, buyerOf } from './story/order-story.js';
export { storyPdf } from './story/story-pdf.js';
