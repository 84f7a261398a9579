import { expect, test } from 'vitest';
import { sameView, viewOf } from './view';

test('a view is the arrangement alone, and replaces another one whole', () => {
  const view = viewOf({ state: 'open', sort: '-due', open: 'X', project: 'P', create: 1 });
  expect(view).toEqual({ q: undefined, state: 'open', mine: undefined, filter: undefined, sort: '-due', group: undefined, cols: undefined });
  expect('q' in view).toBe(true);
});

test('two views are the same when their parts are, absent or empty alike', () => {
  expect(sameView({ state: 'open' }, viewOf({ state: 'open', q: '' }))).toBe(true);
  expect(sameView({ state: 'open' }, { state: 'open', group: 'owner' })).toBe(false);
});
