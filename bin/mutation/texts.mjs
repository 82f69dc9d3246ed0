import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/**
 * Functions whose last argument is a message for people. Stryker leaves these messages unchanged,
 * because no rule depends on their wording.
 */
const callee = /^(reject(Settlement)?|violated|assert|\w+(Error|Violated))$/;

const isText = ({ node, parent, listKey, key }) =>
  (node.type === 'StringLiteral' || node.type === 'TemplateLiteral') &&
  (parent.type === 'CallExpression' || parent.type === 'NewExpression') &&
  listKey === 'arguments' &&
  key === parent.arguments.length - 1 &&
  callee.test(parent.callee.name ?? '');

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'texts', {
    shouldIgnore: (path) => (isText(path) ? 'a sentence for people' : undefined),
  }),
];
