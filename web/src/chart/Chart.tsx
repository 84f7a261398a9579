import type { ComponentType } from 'react';
import { Bars } from './Bars';
import { Board } from './Board';
import { Control } from './Control';
import { Dates } from './Dates';
import { Fever } from './Fever';
import { Figures } from './Figures';
import { Heat, Matrix } from './Heat';
import { Lines } from './Lines';
import { Month } from './Month';
import { Network } from './Network';
import type { ChartProps } from './parts';
import { Pareto } from './Pareto';
import { Pyramid } from './Pyramid';
import { Quadrant } from './Quadrant';
import { Radar } from './Radar';
import { Tiles } from './Tiles';
import { Tree } from './Tree';
import { Waterfall } from './Waterfall';
import './chart.css';

/** One drawing for each kind of `kinds.ts`; kinds that read alike share it. */
const pictures: Record<string, ComponentType<ChartProps>> = {
  bar: Bars, pareto: Pareto, histogram: Bars, waterfall: Waterfall, tornado: Bars,
  line: Lines, curve: Lines, control: Control,
  heat: Heat, matrix: Matrix, quadrant: Quadrant, bubble: Quadrant, scatter: Quadrant, tree: Tree, radar: Radar, board: Board,
  calendar: Month, figures: Figures, tiles: Tiles, pyramid: Pyramid, dates: Dates, network: Network, fever: Fever,
};

export default function Chart({ kind, ...props }: ChartProps & { kind: string }) {
  const Picture = pictures[kind];
  return Picture ? <Picture {...props} /> : null;
}
