import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

const everyRule = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/**
 * The options to check only the contrast of colours, the one rule that gives other results in a
 * dark page than in a light one.
 */
const ruleOfColours = { runOnly: { type: 'rule', values: ['color-contrast'] } };

/**
 * The serious and critical faults of a page against WCAG 2.2 AA, each with its place. With
 * `colours` only contrasts are checked, for a page that was checked in full in its other colours
 * already.
 */
export const seriousFaults = async (page: Page, of: 'all' | 'colours'): Promise<string[]> => {
  // `evaluate` runs the code through the debugger, because the content security policy of the page
  // would refuse a script element.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(source);
  const rules = of === 'all' ? everyRule : ruleOfColours;
  const run = `axe.run(document, ${JSON.stringify(rules)}).then(({ violations }) => violations)`;
  const violations = await page.evaluate<Violation[]>(run);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};
