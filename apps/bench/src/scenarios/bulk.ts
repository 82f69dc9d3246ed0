import type { Scenario } from './scenario.js';

const scenario = 'bulk';
const answerWithinMs = 30_000;
const notServed = new Set([404, 405]);

/** `POST /v1/captures`, many captures in one request; as long as the API does not serve it, the report says so. */
export const bulk: Scenario = async ({ target, token }) => {
  const answer = await fetch(`${target.url}/v1/captures`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: '\n',
    signal: AbortSignal.timeout(answerWithinMs),
  });
  await answer.arrayBuffer();
  const found = notServed.has(answer.status) ? 'not served' : 'served, not measured yet';
  return [{ scenario, values: { 'POST /v1/captures': found } }];
};
