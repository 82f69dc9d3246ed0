import { expect, test } from '@jest/globals';
import { storedEvent } from '../testing/stored-event.js';
import { visibleInAll } from './group-streams.js';

test.each([
  ['order-1', true],
  ['$settings', true],
  ['$$order-1', true],
  ['$persistentSubscriptionConfig', true],
  ['$persistentsubscription-order-1::group-checkpoint', true],
  ['$persistentsubscription-$all::group-checkpoint', false],
  ['$persistentsubscription-$all::group-parked', false],
  ['$$$persistentsubscription-$all::group-parked', false],
])('$all shows %s: %s', (streamName, isShown) => {
  const [other, event] = [storedEvent(), storedEvent({ streamName })];
  expect(visibleInAll([other, event])).toEqual(isShown ? [other, event] : [other]);
});
