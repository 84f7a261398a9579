import { useEffect, useLayoutEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { tip } from '../../chart/tip';
import { formatDuration } from '../../format/number';
import { tiers } from '../scale';
import { minutes, type NetworkAnswer } from './answer';
import { fitText, laneHeight, margin, overlaps, pictureOf, radius, type DrawnArrow } from './arrows';
import type { DiagramProps } from './NetworkView';
import { useViewport } from './useViewport';

const axisHeight = 44;

/** 双代号时标网络图: works are arrows over a calendar, waves their free time. */
export function ArrowDiagram({ answer, scale, zoomBy, chosen, choose, keys, linesOf, label }: DiagramProps) {
  const { t, i18n } = useTranslation();
  const view = useViewport(zoomBy);
  const { element, seen, reveal, read } = view;
  const pixelsPerDay = scale * startingScale(answer);
  const picture = useMemo(() => pictureOf(answer, pixelsPerDay), [answer, pixelsPerDay]);
  useLayoutEffect(read, [picture, read]);
  useEffect(() => {
    const arrow = chosen >= 0 ? picture.arrows.find((a) => a.work === chosen) : undefined;
    if (arrow) reveal({ ...arrow, y0: arrow.y0 + axisHeight, y1: arrow.y1 + axisHeight });
  }, [chosen, picture, reveal]);
  useEffect(() => {
    const first = picture.events[0];
    if (first) reveal({ x0: first.x, x1: first.x + 200, y0: first.y, y1: first.y + axisHeight });
    // Once per plan: afterwards the reader moves the picture.
  }, [answer, reveal]);
  const shown = { ...seen, y0: seen.y0 - axisHeight, y1: seen.y1 - axisHeight };
  const lineOf = (arrow: DrawnArrow) => (arrow.work >= 0 ? linesOf(arrow.work) : [t(`plan.network.${arrow.kind}`), arrow.kind === 'lag' ? formatDuration(arrow.minutes, answer.minutes_per_day, i18n.language) : '']);
  return (
    <div ref={element} className="network-scroll" role="group" tabIndex={0} aria-label={label} onKeyDown={keys} {...view.handlers}>
      <svg className="network-svg" width={Math.max(picture.width, 600)} height={picture.height + axisHeight} aria-hidden="true">
        <g transform={`translate(0 ${axisHeight})`}>
          <Grid picture={picture} pixelsPerDay={pixelsPerDay} seen={shown} language={i18n.language} />
          {picture.arrows.map((arrow, k) => overlaps(arrow, shown) && (
            <g key={k} className={`network-arrow network-${arrow.kind} ${arrow.critical ? 'network-critical' : ''} ${arrow.work >= 0 && arrow.work === chosen ? 'network-chosen' : ''}`}
              onClick={() => arrow.work >= 0 && choose(arrow.work)} {...tip(...lineOf(arrow))}>
              <path className="network-hit" d={arrow.solid + arrow.wave + arrow.wait} />
              {arrow.wait && <path className="network-wait" d={arrow.wait} />}
              <path className="network-solid" d={arrow.solid} />
              {arrow.wave && <path className="network-wave" d={arrow.wave} />}
              <path className="network-head" d={arrow.head} />
              {arrow.kind !== 'dummy' && <Words arrow={arrow} name={arrow.work >= 0 ? nameOf(answer, arrow) : t('plan.network.lag')} duration={durationOf(answer, arrow, i18n.language)} />}
            </g>
          ))}
          {picture.events.map((event, k) => overlaps({ x0: event.x, x1: event.x, y0: event.y, y1: event.y }, shown) && (
            <g key={k} className="network-event"><circle cx={event.x} cy={event.y} r={radius} /><text x={event.x} y={event.y + 4}>{event.number}</text></g>
          ))}
        </g>
        <Axis picture={picture} pixelsPerDay={pixelsPerDay} seen={seen} top={Math.max(0, seen.y0 + 300)} language={i18n.language} />
      </svg>
    </div>
  );
}

/** Events on a lane apart, but a long plan not wider than a few screens. */
function startingScale(answer: NetworkAnswer): number {
  const at = answer.events.map((e) => minutes(e.at));
  const days = Math.max(1, (Math.max(...at) - Math.min(...at)) / 1440);
  return Math.max(9, Math.min((23 * 1440) / answer.clearance, 3000 / days));
}

/** A work that others overlap is drawn in parts. */
const nameOf = (answer: NetworkAnswer, arrow: DrawnArrow) => answer.works[arrow.work]!.name + (arrow.part > 0 ? ` · ${arrow.part}` : '');

const durationOf = (answer: NetworkAnswer, arrow: DrawnArrow, language: string) => formatDuration(arrow.minutes, answer.minutes_per_day, language);

/** The name above the line, the duration below it. */
function Words({ arrow, name, duration }: { arrow: DrawnArrow; name: string; duration: string }) {
  const text = fitText(name, arrow.room);
  return (
    <>
      {text && <text x={arrow.textX} y={arrow.textY - 6}>{text}</text>}
      {fitText(duration, arrow.room) === duration && <text className="network-small" x={arrow.textX} y={arrow.textY + 15}>{duration}</text>}
    </>
  );
}

type Times = { picture: ReturnType<typeof pictureOf>; pixelsPerDay: number; seen: { x0: number; x1: number }; language: string };

function visibleTiers({ picture, pixelsPerDay, seen, language }: Times) {
  const minuteOf = (x: number) => picture.from + ((x - margin) / pixelsPerDay) * 1440;
  return tiers(minuteOf(Math.max(0, seen.x0)), minuteOf(Math.min(Math.max(picture.width, 600), seen.x1)), pixelsPerDay, language);
}

function Grid(props: Times) {
  const { lower, upper } = visibleTiers(props);
  const path = (lower.length ? lower : upper).map((tick) => `M${props.picture.xOf(tick.at)} ${-margin}V${props.picture.height + laneHeight}`).join('');
  return <path className="network-grid" d={path} />;
}

/** The calendar stays at the top while lanes scroll below it. */
function Axis(props: Times & { top: number }) {
  const { upper, lower } = visibleTiers(props);
  const { xOf } = props.picture;
  return (
    <g transform={`translate(0 ${props.top})`} className="network-axis">
      <rect x={Math.max(0, props.seen.x0)} width={props.seen.x1 - Math.max(0, props.seen.x0)} height={axisHeight} />
      {upper.map((tick) => <text key={`u${tick.at}`} x={Math.max(xOf(tick.at), props.seen.x0 + 300) + 6} y={17}>{xOf(tick.to) - Math.max(xOf(tick.at), props.seen.x0 + 300) > 60 ? tick.label : ''}</text>)}
      {lower.map((tick) => { const room = xOf(tick.to) - xOf(tick.at); return room > tick.label.length * 6 + 4 && <text key={`l${tick.at}`} className="network-small" x={xOf(tick.at) + 4} y={36}>{tick.label}</text>; })}
      <path className="network-grid" d={`M${Math.max(0, props.seen.x0)} ${axisHeight - 0.5}H${props.seen.x1}`} />
    </g>
  );
}
