import { useTranslation } from 'react-i18next';
import type { Progress } from '../api/job';

/** How far a long computation is, and the ways to stop it: with what a search has found so far, or with nothing. */
export function Working({ progress, stop, enough, text }: { progress: Progress; stop: () => void; enough?: () => void; text?: string }) {
  const { t } = useTranslation();
  const said = text ?? (progress.share === null ? t('common.computing') : t('common.computed', { percent: Math.round(progress.share * 100) }));
  return (
    <div className="working">
      <progress className="progress" max={1} value={progress.share ?? undefined} aria-label={said} />
      <p className="working-line"><span role="status">{said}</span>{enough && <button type="button" className="btn" onClick={enough}>{t('common.enough')}</button>}<button type="button" className="btn" onClick={stop}>{t('common.stop')}</button></p>
    </div>
  );
}
