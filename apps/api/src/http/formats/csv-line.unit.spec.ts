import { expect, test } from '@jest/globals';
import { csvLine } from './csv-line.js';

test.each([
  [['a', 1, undefined, 'b'], 'a,1,,b'],
  [['say "hi"', 'a,b', 'two\nlines'], '"say ""hi""","a,b","two\nlines"'],
  [['=1+1', '@SUM(A1)', '+cmd', '-cmd'], "'=1+1,'@SUM(A1),'+cmd,'-cmd"],
  [['\t=1', '=A1,"x"'], `'\t=1,"'=A1,""x"""`],
  [[-5, '-5', '+1.50', '-'], "-5,-5,+1.50,'-"],
  [['Åsa', '靴'], 'Åsa,靴'],
])('the cells %j', (cells, line) => {
  expect(csvLine(cells)).toBe(`${line}\r\n`);
});
