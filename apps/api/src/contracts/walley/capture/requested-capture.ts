import type { RequestedCapture } from '../../../commands/capture-command.js';
import { requestedMoney } from '../money/requested-money.js';
import type { CaptureDto } from './capture.dto.js';

/** A Walley capture in the ledger's words. */
export const requestedCapture = (body: CaptureDto): RequestedCapture => ({
  ...requestedMoney(body),
  replaceItems: body.replaceItems ?? false,
});
