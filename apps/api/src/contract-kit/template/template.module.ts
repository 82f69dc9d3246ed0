import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import { TemplateCaptureController } from './capture.controller.js';

@Module({
  imports: [CommandsModule, QueriesModule],
  controllers: [TemplateCaptureController],
})
export class TemplateModule {}
