import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons';

export interface Toast { id: number; text: string; tone: 'plain' | 'error'; action?: { label: string; run: () => void } }

let toasts: Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();
const publish = () => listeners.forEach((listener) => listener());

export function showToast(text: string, options: { tone?: 'plain' | 'error'; action?: Toast['action'] } = {}): void {
  toasts = [...toasts.slice(-2), { id: next++, text, tone: options.tone ?? 'plain', ...(options.action ? { action: options.action } : {}) }];
  publish();
}

function dismiss(id: number): void {
  toasts = toasts.filter((toast) => toast.id !== id);
  publish();
}

export function Toasts() {
  const list = useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => toasts);
  return <div className="toasts" role="status" aria-live="polite">{list.map((toast) => <One key={toast.id} toast={toast} />)}</div>;
}

function One({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  useEffect(() => {
    const timer = setTimeout(() => dismiss(toast.id), 8000);
    return () => clearTimeout(timer);
  }, [toast.id]);
  return (
    <div className={`toast toast-${toast.tone}`}>
      <span>{toast.text}</span>
      {toast.action && <button type="button" className="btn btn-link" onClick={() => { toast.action!.run(); dismiss(toast.id); }}>{toast.action.label}</button>}
      <button type="button" className="btn btn-icon btn-quiet" aria-label={t('common.close')} onClick={() => dismiss(toast.id)}><Icon name="close" size={14} /></button>
    </div>
  );
}
