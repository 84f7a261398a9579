import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icons';

export function PanelFrame({ title, subtitle, close, children }: { title: string; subtitle: string; close: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <aside className="plan-panel" aria-label={title} onKeyDown={(e) => { if (e.key === 'Escape') { e.stopPropagation(); close(); } }}>
      <header className="panel-head">
        <div><p className="panel-kind">{title}</p><h2>{subtitle}</h2></div>
        <button type="button" className="btn btn-icon btn-quiet" aria-label={t('common.close')} onClick={close}><Icon name="close" /></button>
      </header>
      <div className="panel-body">{children}</div>
    </aside>
  );
}
