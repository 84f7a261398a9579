import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';

/** Goes to an address that may carry a query, as text. */
export function useGo(): (to: string) => void {
  const router = useRouter();
  return (to) => router.history.push(to);
}

interface Props { to: string; className?: string; title?: string; children: ReactNode; current?: boolean; view?: string }

/** A link to an address given as text; opened by the router, or by the browser with a modifier key. */
export function To({ to, className, title, children, current, view }: Props) {
  const go = useGo();
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return <a href={to} className={className} title={title} aria-current={current ? 'page' : undefined} data-view={view || undefined} onClick={follow}>{children}</a>;
}
