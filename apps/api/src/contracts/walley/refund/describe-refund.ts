import { applyDecorators } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { DescribeChange } from '../describe-change.js';
import { RefundDto } from './refund.dto.js';

const examples = {
  amount: { summary: 'An amount', value: { amount: 50.0, description: 'Goodwill' } },
  rows: {
    summary: 'A captured row, less a fee',
    value: {
      amount: 70.0,
      items: [
        { id: '10001', description: 'Shoes', unitPrice: 95, quantity: 1 },
        {
          id: 'fee',
          description: 'Return fee',
          unitPrice: -25,
          quantity: 1,
          vat: 25,
          type: 'fee',
        },
      ],
    },
  },
};

export const DescribeRefund = (): MethodDecorator =>
  applyDecorators(
    DescribeChange({
      summary: 'Refund an order',
      description: 'An amount, or captured rows less fees and discounts.',
      reasons: ['REFUND_', 'ARTICLE_'],
    }),
    ApiBody({ type: RefundDto, examples }),
  );
