import { minutes, type NetworkAnswer } from './answer';

export const laneHeight = 58;
export const radius = 11;
export const margin = 40;
const trackWidth = 5;

export interface Box { x0: number; y0: number; x1: number; y1: number }
export interface DrawnArrow extends Box {
  kind: 'work' | 'lag' | 'dummy'; critical: boolean; work: number; part: number; minutes: number;
  /** Paths of SVG: the solid part, the wave (free time), the wait before a start that something else holds. */
  solid: string; wave: string; wait: string; head: string;
  /** Where the name stands, and the room it has. */
  textX: number; textY: number; room: number;
}
export interface DrawnEvent { x: number; y: number; number: number }
export interface Picture { width: number; height: number; from: number; arrows: DrawnArrow[]; events: DrawnEvent[]; xOf: (minute: number) => number }

const line = (...points: [number, number][]): string => points.map(([x, y], k) => `${k ? 'L' : 'M'}${round(x)} ${round(y)}`).join('');
const round = (v: number) => Math.round(v * 10) / 10;

/** A wavy line to the right. */
export function waveOf(x0: number, x1: number, y: number): string {
  if (x1 - x0 < 1) return '';
  const count = Math.max(1, Math.round((x1 - x0) / 8));
  const step = (x1 - x0) / count;
  let path = `M${round(x0)} ${round(y)}`;
  for (let k = 0; k < count; k++) path += `q${round(step / 4)} -4 ${round(step / 2)} 0t${round(step / 2)} 0`;
  return path;
}

function headAt(x: number, y: number, dx: number, dy: number): string {
  const size = 7;
  const half = 3.5;
  return `M${round(x)} ${round(y)}L${round(x - dx * size - dy * half)} ${round(y - dy * size - dx * half)}L${round(x - dx * size + dy * half)} ${round(y - dy * size + dx * half)}Z`;
}

/** Beside the event on track 1 and further, so that a line passes foreign events. */
const offset = (track: number) => (track === 0 ? 0 : radius + 3 + trackWidth * (track - 1));

/** The 时标网络图 over a calendar axis; lanes and tracks come from the server. */
export function pictureOf(answer: NetworkAnswer, pixelsPerDay: number): Picture {
  const at = answer.events.map((e) => minutes(e.at));
  const from = Math.min(...at);
  const xOf = (minute: number) => margin + ((minute - from) / 1440) * pixelsPerDay;
  const yOf = (lane: number) => margin + lane * laneHeight;
  const events = answer.events.map((e, k): DrawnEvent => ({ x: xOf(at[k]!), y: yOf(e.lane), number: e.number }));
  const arrows = answer.arrows.map((arrow): DrawnArrow => {
    const begin = events[arrow.from]!;
    const end = events[arrow.to]!;
    const base = { kind: arrow.kind, critical: arrow.critical, work: arrow.work, part: arrow.part, minutes: arrow.duration };
    if (arrow.lane < 0) return { ...base, ...upright(begin, end, arrow.from_track) };
    const y = yOf(arrow.lane);
    return { ...base, ...level(begin, end, y, { arrow, start: xOf(minutes(arrow.start)), finish: xOf(minutes(arrow.finish)) }) };
  });
  return { width: xOf(Math.max(...at)) + margin, height: yOf(answer.lanes - 1) + margin, from, arrows, events, xOf };
}

type Lines = Omit<DrawnArrow, 'kind' | 'critical' | 'work' | 'part' | 'minutes'>;

function upright(begin: DrawnEvent, end: DrawnEvent, track: number): Lines {
  const down = end.y > begin.y ? 1 : -1;
  const x = begin.x + offset(track);
  const solid = track === 0
    ? line([x, begin.y + down * radius], [x, end.y - down * radius])
    : line([begin.x + radius, begin.y], [x, begin.y], [x, end.y], [end.x + radius, end.y]);
  const head = track === 0 ? headAt(x, end.y - down * radius, 0, down) : headAt(end.x + radius, end.y, -1, 0);
  return { solid, head, wave: '', wait: '', textX: x + 6, textY: (begin.y + end.y) / 2, room: 0, ...boxOf(begin, end, x) };
}

/** A long arrow's words begin beyond the tracks beside its event. */
const aside = (length: number) => (length > 90 ? 18 : 4);

function level(begin: DrawnEvent, end: DrawnEvent, y: number, { arrow, start, finish }: { arrow: NetworkAnswer['arrows'][number]; start: number; finish: number }): Lines {
  const straightFrom = begin.y === y;
  const straightTo = end.y === y;
  const x0 = straightFrom ? begin.x + radius : Math.min(begin.x + offset(arrow.from_track), (begin.x + end.x) / 2);
  const x1 = Math.max(x0, straightTo ? end.x - radius : end.x - offset(arrow.to_track));
  const up = y < begin.y ? -1 : 1;
  const left: [number, number][] = straightFrom ? [] : arrow.from_track === 0 ? [[begin.x, begin.y + up * radius]] : [[begin.x + radius, begin.y], [x0, begin.y]];
  const inside = (x: number) => Math.max(x0, Math.min(x1, x));
  const s = inside(start);
  const f = arrow.kind === 'dummy' ? x0 : inside(finish);
  const down = end.y > y ? 1 : -1;
  const rest: [number, number][] = straightTo ? [] : arrow.to_track === 0 ? [[end.x, end.y - down * radius]] : [[x1, end.y], [end.x - radius, end.y]];
  const last = straightTo ? headAt(x1, y, 1, 0) : arrow.to_track === 0 ? headAt(end.x, end.y - down * radius, 0, down) : headAt(end.x - radius, end.y, 1, 0);
  const waits = s - x0 > 1.5;
  const waves = x1 - f > 1.5;
  const stop = waves ? f : x1;
  const solid = (waits ? line(...left, [x0, y]) + line([s, y], [stop, y]) : line(...left, [x0, y], [stop, y])) + (rest.length ? line([x1, y], ...rest) : '');
  return {
    solid, head: last, wave: waves ? waveOf(f, x1, y) : '', wait: waits ? line([x0, y], [s, y]) : '',
    textX: x0 + aside(x1 - x0), textY: y, room: x1 - x0 - aside(x1 - x0) - 4, x0: Math.min(begin.x, x0), x1: end.x, y0: Math.min(begin.y, end.y, y) - 20, y1: Math.max(begin.y, end.y, y) + 20,
  };
}

const boxOf = (begin: DrawnEvent, end: DrawnEvent, x: number): Box => ({ x0: Math.min(begin.x, end.x) - 12, x1: Math.max(x, end.x) + 12, y0: Math.min(begin.y, end.y), y1: Math.max(begin.y, end.y) });

/** As much of a text as fits: a Chinese character is as wide as two Latin ones. */
export function fitText(text: string, room: number): string {
  const wide = (c: string) => (c.charCodeAt(0) > 0x2e80 ? 12 : 6.6);
  let width = 0;
  for (let k = 0; k < text.length; k++) {
    width += wide(text[k]!);
    if (width > room) return k < 2 ? '' : `${text.slice(0, Math.max(0, k - 1))}…`;
  }
  return text;
}

export const overlaps = (a: Box, b: Box) => a.x0 <= b.x1 && a.x1 >= b.x0 && a.y0 <= b.y1 && a.y1 >= b.y0;
