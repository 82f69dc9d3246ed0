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
 * Checks only the contrast of colours. No other rule can give a different result in dark colours
 * than in light ones.
 */
const ruleOfColours = { runOnly: { type: 'rule', values: ['color-contrast'] } };

/**
 * Returns the serious and critical violations of WCAG 2.2 AA on a page, each with the element
 * concerned. With `colours` only contrasts are checked, for a page that already passed all rules in
 * other colours.
 */
export const seriousFaults = async (page: Page, of: 'all' | 'colours'): Promise<string[]> => {
  // `evaluate` runs the script through the browser's debugger. The page's content security policy
  // would refuse a script element.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(source);
  const rules = of === 'all' ? everyRule : ruleOfColours;
  const run = `axe.run(document, ${JSON.stringify(rules)}).then(({ violations }) => violations)`;
  const violations = await page.evaluate<Violation[]>(run);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};
