import { useSyncExternalStore, type FocusEvent, type PointerEvent } from 'react';

interface Shown { x: number; y: number; lines: string[] }
let shown: Shown | null = null;
const listeners = new Set<() => void>();
const publish = (next: Shown | null) => { shown = next; listeners.forEach((listener) => listener()); };

/** Shows the figures of an element under the pointer or the focus. */
export function tip(...lines: string[]) {
  const near = (element: Element, x?: number, y?: number) => {
    const box = element.getBoundingClientRect();
    publish({ x: x ?? box.left + box.width / 2, y: y ?? box.top, lines: lines.filter(Boolean) });
  };
  return {
    onPointerMove: (event: PointerEvent<Element>) => near(event.currentTarget, event.clientX, event.clientY),
    onPointerLeave: () => publish(null),
    onFocus: (event: FocusEvent<Element>) => near(event.currentTarget),
    onBlur: () => publish(null),
  };
}

export function Tip() {
  const at = useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => shown);
  if (!at) return null;
  const left = at.x > window.innerWidth - 260;
  const low = at.y < 120;
  return (
    <div className="tip" role="presentation" style={{ left: at.x + (left ? -12 : 12), top: at.y + (low ? 16 : -10), transform: `translate(${left ? '-100%' : '0'}, ${low ? '0' : '-100%'})` }}>
      {at.lines.map((line, k) => <div key={k} className={k === 0 ? 'tip-head' : ''}>{line}</div>)}
    </div>
  );
}
