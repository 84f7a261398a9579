import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useReport, type Cells } from '../api/report';
import type { Field } from '../api/types';
import { useLabel } from '../api/schema';
import { Failed, Skeleton } from '../ui/parts';
import { PanelFrame } from './PanelFrame';
import type { PlanSearch, Screen } from './PlanScreen';

interface Props { screen: Screen; project: string; search: PlanSearch; setSearch: (change: Partial<PlanSearch>) => void; close: () => void }

/** DCMA-14 and GAO on the plan as it stands; the offenders of one test at a time are shown in the grid. */
export function QualityPanel({ screen, project, search, setSearch, close }: Props) {
  const { t } = useTranslation();
  const label = useLabel();
  const { view } = screen.surface;
  const report = useReport('time.quality', { project, version: String(view.model.meta.version) });
  const offenders = useMemo(() => (report.data?.extra?.['offenders'] ?? []) as string[][], [report.data]);
  const column = report.data?.columns.find((c) => c.name === 'check') as (Field & { choices?: { value: string; labels: { zh: string; en: string } }[] }) | undefined;
  const nameOf = (row: Cells) => { const found = column?.choices?.find((c) => c.value === row['check']); return found ? label(found.labels) : String(row['check']); };
  return (
    <PanelFrame title={t('plan.quality.title')} subtitle={report.data?.finding ?? ''} close={() => { setSearch({ mark: undefined }); close(); }}>
      {report.isPending && <Skeleton rows={8} />}
      {report.isError && <Failed error={report.error} />}
      {report.data?.refused && <p className="field-error" role="alert">{report.data.refused}</p>}
      <ul className="quality-list">
        {report.data?.rows.map((row, k) => {
          const passed = row['passed'];
          const list = offenders[k] ?? [];
          const chosen = search.mark === String(row['check']);
          return (
            <li key={k} className={`quality-row ${passed === false ? 'quality-failed' : passed === true ? 'quality-passed' : 'quality-open'}`}>
              <span className="quality-sign" role="img" aria-label={t(passed === false ? 'plan.quality.failed' : passed === true ? 'plan.quality.passed' : 'plan.quality.unscored')}>{passed === false ? '✕' : passed === true ? '✓' : '–'}</span>
              <span className="quality-name">{nameOf(row)}{typeof row['value'] === 'number' && <small>{Math.round(row['value'] * 100) / 100} / {String(row['threshold'])}</small>}</span>
              {list.length > 0 && <button type="button" className="btn" aria-pressed={chosen} onClick={() => setSearch({ mark: chosen ? undefined : String(row['check']) })}>{t('plan.quality.offenders', { count: list.length })}</button>}
            </li>
          );
        })}
      </ul>
    </PanelFrame>
  );
}
