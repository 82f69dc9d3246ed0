import { Command } from 'commander';
import type { Finish } from '../exit-code.js';
import { storeCreate } from './store-create.js';
import { storeList } from './store-list.js';
import { storeZone } from './store-zone.js';

export const storeCommand = (finish: Finish): Command =>
  new Command('store')
    .description('Stores')
    .addCommand(storeCreate(finish))
    .addCommand(storeList())
    .addCommand(storeZone(finish));
