import { useEffect, useState } from 'react';

/** Whether an element has come near the visible part of the page; it stays seen. Figures are computed for who looks at them. */
export function useSeen(): [(element: Element | null) => void, boolean] {
  const [element, setElement] = useState<Element | null>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!element || seen) return;
    const observer = new IntersectionObserver((list) => { if (list.some((one) => one.isIntersecting)) setSeen(true); }, { rootMargin: '160px' });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element, seen]);
  return [setElement, seen];
}
