import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons';

interface Props { title: string; onClose: () => void; children: ReactNode; footer?: ReactNode; width?: number }

/** Escape closes an open list of choices or days first, then the dialog. */
const openList = '.ant-select-dropdown:not(.ant-select-dropdown-hidden), .ant-picker-dropdown:not(.ant-picker-dropdown-hidden)';

/** The platform's own modal dialog: it holds the focus, makes the rest inert and gives it back. */
export function Dialog({ title, onClose, children, footer, width = 520 }: Props) {
  const { t } = useTranslation();
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={element} className="dialog" style={{ width }} aria-labelledby={heading} onCancel={(e) => { e.preventDefault(); onClose(); }} onKeyDown={(e) => e.stopPropagation()}
      onKeyDownCapture={(e) => { if (e.key === 'Escape' && e.currentTarget.querySelector(openList)) e.preventDefault(); }}>
      <header className="dialog-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="btn btn-icon btn-quiet" aria-label={t('common.close')} onClick={onClose}><Icon name="close" /></button>
      </header>
      <div className="dialog-body">{children}</div>
      {footer && <footer className="dialog-foot">{footer}</footer>}
    </dialog>
  );
}
