import { Module } from '@nestjs/common';
import { CommandsModule } from '../commands/commands.module.js';
import { CommandMetrics } from './command-metrics.js';
import { StateMetrics } from './state-metrics.js';

@Module({ imports: [CommandsModule], providers: [CommandMetrics, StateMetrics] })
export class MetricsModule {}
