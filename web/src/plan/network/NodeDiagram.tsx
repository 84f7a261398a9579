import { useEffect, useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { tip } from '../../chart/tip';
import { formatDuration } from '../../format/number';
import type { NetworkAnswer, Work } from './answer';
import { fitText, overlaps, type Box } from './arrows';
import type { DiagramProps } from './NetworkView';
import { useViewport } from './useViewport';

const size = { width: 196, height: 82, columnGap: 64, rowGap: 26, margin: 24 };
const pitch = { x: size.width + size.columnGap, y: size.height + size.rowGap };

const boxOf = (work: { column: number; row: number }): Box => {
  const x0 = size.margin + work.column * pitch.x;
  const y0 = size.margin + work.row * pitch.y;
  return { x0, y0, x1: x0 + size.width, y1: y0 + size.height };
};

/** 单代号网络图: works are boxes with their six times, links lines between them. */
export function NodeDiagram({ answer, scale, zoomBy, chosen, choose, keys, linesOf, label }: DiagramProps) {
  const view = useViewport(zoomBy);
  const { element, seen, reveal, read } = view;
  const width = size.margin * 2 + answer.columns * pitch.x - size.columnGap;
  const height = size.margin * 2 + answer.rows * pitch.y - size.rowGap;
  useLayoutEffect(read, [scale, answer, read]);
  useEffect(() => {
    const work = answer.works[chosen];
    if (!work) return;
    const box = boxOf(work);
    reveal({ x0: box.x0 * scale, x1: box.x1 * scale, y0: box.y0 * scale, y1: box.y1 * scale });
  }, [chosen, answer, scale, reveal]);
  const shown = { x0: seen.x0 / scale, x1: seen.x1 / scale, y0: seen.y0 / scale, y1: seen.y1 / scale };
  return (
    <div ref={element} className="network-scroll" role="group" tabIndex={0} aria-label={label} onKeyDown={keys} {...view.handlers}>
      <svg className="network-svg" width={width * scale} height={height * scale} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <Links answer={answer} shown={shown} chosen={chosen} />
        {answer.works.map((work, k) => overlaps(boxOf(work), shown) && (
          <g key={work.id} className={`network-node ${work.critical ? 'network-critical' : ''} ${k === chosen ? 'network-chosen' : ''}`} transform={`translate(${boxOf(work).x0} ${boxOf(work).y0})`} onClick={() => choose(k)} {...tip(...linesOf(k))}>
            <NodeBox work={work} perDay={answer.minutes_per_day} />
          </g>
        ))}
      </svg>
    </div>
  );
}

const dayOf = (text: string | null) => text?.slice(5, 10) ?? '';

/** ES · duration · EF over the name over LS · TF · LF, the free float at the end. */
function NodeBox({ work, perDay }: { work: Work; perDay: number }) {
  const { i18n } = useTranslation();
  const say = (value: number | null) => formatDuration(value, perDay, i18n.language);
  const cell = (text: string, k: number, y: number) => <text className="network-small" x={[8, size.width / 2, size.width - 8][k]} y={y} textAnchor={(['start', 'middle', 'end'] as const)[k]}>{text}</text>;
  return (
    <>
      <rect width={size.width} height={size.height} rx="4" />
      <path className="network-rule" d={`M0 24H${size.width}M0 58H${size.width}`} />
      {cell(dayOf(work.early_start), 0, 16)}{cell(say(work.duration), 1, 16)}{cell(dayOf(work.early_finish), 2, 16)}
      <text x="8" y="45">{fitText(work.name, size.width - 16)}</text>
      {cell(dayOf(work.late_start), 0, 74)}{cell(`TF ${say(work.total_float)} · FF ${say(work.free_float)}`, 1, 74)}{cell(dayOf(work.late_finish), 2, 74)}
    </>
  );
}

function Links({ answer, shown, chosen }: { answer: NetworkAnswer; shown: Box; chosen: number }) {
  const { i18n } = useTranslation();
  return (
    <>
      {answer.links.map((link, k) => {
        const from = boxOf(answer.works[link.from]!);
        const to = boxOf(answer.works[link.to]!);
        const box = { x0: Math.min(from.x1, to.x0), x1: Math.max(from.x1, to.x0), y0: Math.min(from.y0, to.y0), y1: Math.max(from.y1, to.y1) };
        if (!overlaps(box, shown)) return null;
        const near = link.from === chosen || link.to === chosen;
        const word = `${link.type === 'fs' ? '' : link.type.toUpperCase()}${link.lag ? ` ${link.lag > 0 ? '+' : '−'}${formatDuration(Math.abs(link.lag), answer.minutes_per_day, i18n.language)}` : ''}`.trim();
        const end = { x: to.x0, y: (to.y0 + to.y1) / 2 };
        return (
          <g key={k} className={`network-link ${link.critical ? 'network-critical' : ''} ${near ? 'network-near' : ''}`}>
            <path className="network-solid" d={pathOf(from, to, link.bends)} />
            <path className="network-head" d={`M${end.x} ${end.y}l-8 -4v8z`} />
            {word && <text className="network-small" x={end.x - 10} y={end.y - 6} textAnchor="end">{word}</text>}
          </g>
        );
      })}
    </>
  );
}

/** From the right side of a box through its passing places to the left side of another. */
function pathOf(from: Box, to: Box, bends: [number, number][]): string {
  let x = from.x1;
  let y = (from.y0 + from.y1) / 2;
  let path = `M${x} ${y}`;
  const curve = (nx: number, ny: number) => { const half = (x + nx) / 2; path += `C${half} ${y} ${half} ${ny} ${nx} ${ny}`; x = nx; y = ny; };
  for (const [column, row] of bends) {
    const left = size.margin + column * pitch.x;
    curve(left, size.margin + row * pitch.y + size.height / 2);
    x = left + size.width;
    path += `H${x}`;
  }
  curve(to.x0 - 7, (to.y0 + to.y1) / 2);
  return path;
}
