import { applyDecorators } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { DescribeChange } from '../describe-change.js';
import { captureExamples } from './capture-examples.js';
import { CaptureDto } from './capture.dto.js';

export const DescribeCapture = (): MethodDecorator =>
  applyDecorators(
    DescribeChange({
      summary: 'Capture an order',
      description: 'All that is left, rows, an amount, or replacing rows.',
      reasons: ['CAPTURE_', 'ARTICLE_'],
    }),
    ApiBody({ type: CaptureDto, examples: captureExamples }),
  );
