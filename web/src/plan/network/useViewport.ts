import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Box } from './arrows';

const around = 300;

/** What of a large drawing is seen, with a margin; dragging moves it, Ctrl+wheel asks for another scale. */
export function useViewport(zoomBy: (factor: number) => void) {
  const element = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState<Box>({ x0: 0, y0: 0, x1: 2000, y1: 1200 });
  const read = useCallback(() => {
    const e = element.current;
    if (e) setSeen({ x0: e.scrollLeft - around, y0: e.scrollTop - around, x1: e.scrollLeft + e.clientWidth + around, y1: e.scrollTop + e.clientHeight + around });
  }, []);
  useLayoutEffect(() => {
    const e = element.current;
    if (!e) return;
    read();
    const observer = new ResizeObserver(read);
    observer.observe(e);
    return () => observer.disconnect();
  }, [read]);
  useEffect(() => {
    const e = element.current;
    if (!e) return;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoomBy(event.deltaY < 0 ? 1.25 : 0.8);
    };
    // React listens passively, where the page's own zoom cannot be kept off.
    e.addEventListener('wheel', wheel, { passive: false });
    return () => e.removeEventListener('wheel', wheel);
  }, [zoomBy]);
  const onPointerDown = (event: React.PointerEvent) => {
    const e = element.current;
    if (!e || event.button !== 0 || event.pointerType === 'touch') return;
    const begin = { x: event.clientX + e.scrollLeft, y: event.clientY + e.scrollTop };
    const move = (next: PointerEvent) => e.scrollTo(begin.x - next.clientX, begin.y - next.clientY);
    const stop = () => { window.removeEventListener('pointermove', move); window.removeEventListener('pointerup', stop); };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', stop);
  };
  const reveal = useCallback((box: Box) => {
    const e = element.current;
    if (!e) return;
    const left = box.x0 < e.scrollLeft + 20 || box.x1 > e.scrollLeft + e.clientWidth - 20 ? Math.max(0, (box.x0 + box.x1 - e.clientWidth) / 2) : e.scrollLeft;
    const top = box.y0 < e.scrollTop + 60 || box.y1 > e.scrollTop + e.clientHeight - 20 ? Math.max(0, (box.y0 + box.y1 - e.clientHeight) / 2) : e.scrollTop;
    e.scrollTo(left, top);
  }, []);
  return { element, seen, read, reveal, handlers: { onScroll: read, onPointerDown } };
}
