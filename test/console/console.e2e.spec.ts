import { administration } from './cases/administration.js';
import { commands } from './cases/commands.js';
import { everyPage } from './cases/every-page.js';
import { finance } from './cases/finance.js';
import { keyboard } from './cases/keyboard.js';
import { longOrder } from './cases/long-order.js';
import { orders } from './cases/orders.js';
import { overHttp } from './cases/over-http.js';
import { signingIn } from './cases/signing-in.js';
import { useConsole } from './console-under-test.js';

// One ledger runs for all tests, because starting it takes most of the time.
const tested = useConsole();

for (const cases of [
  ...[overHttp, signingIn, orders, finance],
  // These tests change orders and settlements, so they run last. The earlier tests expect the data
  // as they were seeded.
  ...[commands, administration, everyPage, keyboard, longOrder],
]) {
  cases(tested);
}
