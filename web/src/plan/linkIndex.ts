import type { Links } from './model';

const bucketBits = 6; // buckets of 64 rows on the finest level
const levelBits = 3; // each level has buckets eight times as tall

interface Level { shift: number; at: Int32Array; list: Int32Array }
/** Links by the rows they span. `top` and `bottom` are rows. */
export interface LinkIndex { levels: Level[]; top: Int32Array; bottom: Int32Array }

/**
 * A link is stored once or twice: on the finest level where it spans at most two buckets. A window then reads a
 * few short lists whatever the number of links; storing a link in every bucket it crosses would make a plan with
 * long links quadratic.
 */
export function buildLinkIndex(links: Pick<Links, 'count' | 'from' | 'to'>, rowOf: Int32Array, rowCount: number): LinkIndex {
  const top = new Int32Array(links.count);
  const bottom = new Int32Array(links.count);
  const levelOf = new Int8Array(links.count).fill(-1);
  let levelCount = 1;
  while (rowCount >> (bucketBits + levelBits * (levelCount - 1)) > 1) levelCount++;
  const levels: Level[] = [];
  for (let k = 0; k < levelCount; k++) {
    const shift = bucketBits + levelBits * k;
    levels.push({ shift, at: new Int32Array((rowCount >> shift) + 2), list: new Int32Array(0) });
  }
  for (let link = 0; link < links.count; link++) {
    const a = rowOf[links.from[link]!]!;
    const b = rowOf[links.to[link]!]!;
    if (a < 0 || b < 0) continue;
    top[link] = Math.min(a, b);
    bottom[link] = Math.max(a, b);
    let k = 0;
    while (k < levelCount - 1 && (bottom[link]! >> levels[k]!.shift) - (top[link]! >> levels[k]!.shift) > 1) k++;
    levelOf[link] = k;
  }
  for (let k = 0; k < levelCount; k++) fillLevel(levels[k]!, k, levelOf, top, bottom);
  return { levels, top, bottom };
}

function fillLevel(level: Level, k: number, levelOf: Int8Array, top: Int32Array, bottom: Int32Array): void {
  const { at, shift } = level;
  for (let link = 0; link < levelOf.length; link++) {
    if (levelOf[link] !== k) continue;
    for (let b = top[link]! >> shift; b <= bottom[link]! >> shift; b++) at[b + 1]!++;
  }
  for (let b = 0; b + 1 < at.length; b++) at[b + 1]! += at[b]!;
  const next = at.slice();
  level.list = new Int32Array(at[at.length - 1]!);
  for (let link = 0; link < levelOf.length; link++) {
    if (levelOf[link] !== k) continue;
    for (let b = top[link]! >> shift; b <= bottom[link]! >> shift; b++) level.list[next[b]!++] = link;
  }
}

/** Calls back once for each link that crosses rows [first, last). */
export function linksInWindow(index: LinkIndex, first: number, last: number, visit: (link: number) => void): void {
  for (const level of index.levels) {
    const buckets = level.at.length - 1;
    const from = Math.min(first >> level.shift, buckets);
    const to = Math.min((last - 1) >> level.shift, buckets - 1);
    for (let b = from; b <= to; b++) {
      for (let k = level.at[b]!; k < level.at[b + 1]!; k++) {
        const link = level.list[k]!;
        if (index.top[link]! >= last || index.bottom[link]! < first) continue;
        // Stored in two neighbouring buckets: report it from the first one that is looked at.
        if (b > from && index.top[link]! >> level.shift < b) continue;
        visit(link);
      }
    }
  }
}
