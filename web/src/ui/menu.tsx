import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon, type IconName } from './icons';

export interface MenuItem { key: string; label: ReactNode; hint?: string; icon?: IconName; checked?: boolean; disabled?: boolean; danger?: boolean; href?: string; download?: string; heading?: boolean; onSelect?: () => void; keepOpen?: boolean }

interface Props { label: string; name?: string; icon?: IconName; text?: ReactNode; items: MenuItem[]; align?: 'left' | 'right'; className?: string; caret?: boolean }

/** A button with a menu; arrows, Home, End, Esc and typed letters as menus do everywhere. */
export function Menu({ label, name, icon, text, items, align = 'left', className = '', caret = false }: Props) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    list.current?.querySelector<HTMLElement>('[role^=menuitem]:not([aria-disabled=true])')?.focus();
    const outside = (event: PointerEvent) => { if (!root.current?.contains(event.target as Node)) setOpen(false); };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  const close = () => { setOpen(false); trigger.current?.focus(); };
  const keys = (event: KeyboardEvent) => {
    event.stopPropagation();
    const entries = [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const go = (k: number) => { event.preventDefault(); entries[(k + entries.length) % entries.length]?.focus(); };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(entries.length - 1);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') setOpen(false);
    else if (event.key.length === 1) { const k = entries.findIndex((e, n) => n > at && e.textContent?.toLowerCase().startsWith(event.key.toLowerCase())); if (k >= 0) go(k); }
  };
  return (
    <div className={`menu ${className}`} ref={root}>
      <button ref={trigger} type="button" className={`btn ${text ? '' : 'btn-icon'}`} aria-haspopup="menu" aria-expanded={open} aria-controls={open ? id : undefined} aria-label={name ?? (text ? undefined : label)} title={label}
        onClick={() => setOpen(!open)} onKeyDown={(e) => { if (e.key === 'ArrowDown') { e.preventDefault(); setOpen(true); } }}>
        {icon && <Icon name={icon} />}{text}{caret && <Icon name="chevronDown" size={12} />}
      </button>
      {open && (
        <div ref={list} id={id} className={`menu-list menu-${align}`} role="menu" aria-label={label} tabIndex={-1} onKeyDown={keys}>
          {items.map((item) => <Entry key={item.key} item={item} close={close} />)}
        </div>
      )}
    </div>
  );
}

function Entry({ item, close }: { item: MenuItem; close: () => void }) {
  if (item.heading) return <div className="menu-heading" role="presentation">{item.label}</div>;
  const inner = (
    <>
      <span className="menu-mark">{item.checked ? <Icon name="check" size={14} /> : item.icon ? <Icon name={item.icon} size={14} /> : null}</span>
      <span className="menu-text">{item.label}</span>
      {item.hint && <kbd className="menu-hint">{item.hint}</kbd>}
    </>
  );
  const className = `menu-item${item.danger ? ' menu-danger' : ''}`;
  if (item.href) return <a role="menuitem" tabIndex={-1} className={className} href={item.href} download={item.download ?? true} onClick={close}>{inner}</a>;
  return (
    <button type="button" role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'} aria-checked={item.checked} aria-disabled={item.disabled || undefined} tabIndex={-1} className={className}
      onClick={() => { if (item.disabled) return; item.onSelect?.(); if (!item.keepOpen) close(); }}>
      {inner}
    </button>
  );
}
